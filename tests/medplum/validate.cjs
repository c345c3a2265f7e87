// What Medplum's validator says against resources: a line each on standard input, a list each out.
globalThis.WebSocket = class {}; // named by the package, and not used here
const fs = require("fs");
const [core, definitions] = process.argv.slice(2);
const medplum = require(`${core}/dist/cjs/index.cjs`);
for (const file of ["profiles-types.json", "profiles-resources.json"]) {
  const profiles = fs.readFileSync(`${definitions}/dist/fhir/r4/${file}`, "utf8");
  medplum.indexStructureDefinitionBundle(JSON.parse(profiles));
}

function problems(resource) {
  try {
    return medplum.validateResource(resource) ?? [];
  } catch (error) {
    return error.outcome?.issue ?? [{ details: { text: String(error) } }];
  }
}

for (const line of fs.readFileSync(0, "utf8").trim().split("\n")) {
  const resource = JSON.parse(line);
  const inside = (resource.entry ?? []).map((entry) => entry.resource);
  const said = [resource, ...inside].flatMap((one) =>
    problems(one).map((issue) => `${one.resourceType}: ${issue.details?.text}`)
  );
  console.log(JSON.stringify(said));
}
