// What ajv says against documents: pairs of a document and the number of its schema.
const Ajv = require("ajv").default;
const Ajv2020 = require("ajv/dist/2020").default;
const fs = require("fs");

// Strict: a keyword that is misspelled, or says nothing where it stands, is an error, too.
function compiled(schema) {
    if (schema.$schema?.includes("2020")) {
        return new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    }
    // The one of FHIR leaves out types that strictness asks for.
    return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

const { schemas, documents } = JSON.parse(fs.readFileSync(0, "utf8"));
const checks = schemas.map(compiled);
const said = documents.map(([document, number]) => {
    const check = checks[number];
    return check(document) ? [] : check.errors.map((one) => `${one.instancePath} ${one.message}`);
});
fs.writeFileSync(1, JSON.stringify(said));
