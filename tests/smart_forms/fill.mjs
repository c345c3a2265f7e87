// Fills our questionnaires in with Smart Forms, and prints what it makes of them.
import fhirpath from "fhirpath";
import fs from "fs";
import {
    questionnaireResponseStore,
    questionnaireStore,
} from "@aehrc/smart-forms-renderer/lib/stores";
import {
    buildForm,
    getResponse,
    removeEmptyAnswersFromResponse,
} from "@aehrc/smart-forms-renderer/lib/utils/manageForm";
import { isHiddenByEnableWhen } from "@aehrc/smart-forms-renderer/lib/utils/qItem";

const complaints = [];
for (const kind of ["error", "warn"]) {
    console[kind] = (...said) => complaints.push(said.map(String).join(" "));
}

// Each formula is read once for all patients: that takes most of the time.
const compiled = new Map();
fhirpath.evaluate = (resource, expression, context, model, options) => {
    if (!compiled.has(expression)) {
        compiled.set(expression, fhirpath.compile(expression, model, options));
    }
    return compiled.get(expression)(resource, context);
};

// Link ids of the items that are enabled, and whose groups are.
function shown(items, form) {
    const enabled = items.filter(
        ({ linkId }) => !isHiddenByEnableWhen({ ...form, linkId }),
    );
    return enabled.flatMap((item) => [item.linkId, ...shown(item.item ?? [], form)]);
}

// The form as a person would have it after giving these answers: totals are worked out anew.
async function fill(questionnaire, questionnaireResponse) {
    await buildForm({ questionnaire, questionnaireResponse });
    const { invalidItems } = questionnaireResponseStore.getState();
    return {
        response: removeEmptyAnswersFromResponse(questionnaire, getResponse()),
        shown: shown(questionnaire.item, questionnaireStore.getState()),
        invalid: Object.entries(invalidItems).flatMap(([linkId, { issue }]) =>
            issue.map(({ code }) => `${linkId}: ${code}`),
        ),
        complaints: complaints.splice(0),
    };
}

async function main() {
    const { questionnaires, cases } = JSON.parse(fs.readFileSync(0, "utf8"));
    const filled = [];
    for (const { questionnaire, response } of cases) {
        filled.push(await fill(questionnaires[questionnaire], response));
    }
    fs.writeFileSync(1, JSON.stringify(filled));
}

main();
