// Stands in for what nothing here asks for: servers, and texts that are HTML.
export const client = undefined;
export default undefined;
