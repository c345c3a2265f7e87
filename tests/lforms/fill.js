// Fills our questionnaires in with LHC-Forms and posts what it makes of them.

// The form as a person would have it after giving these answers: totals are worked out anew.
async function fill(questionnaire, response) {
    const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
    const answered = LForms.Util.mergeFHIRDataIntoLForms(response, form, "R4");
    answered.hasSavedData = false;
    const data = new LForms.LFormsData(answered);
    await data._expressionProcessor.runCalculations(true);
    return {
        response: LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", data),
        shown: data.itemList
            .filter((item) => item._skipLogicStatus !== "target-disabled")
            .map((item) => item.linkId),
    };
}

async function render(questionnaire) {
    const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
    await LForms.Util.addFormToPage(form, "form");
    return document.getElementById("form").innerText;
}

async function main() {
    const { questionnaires, cases } = await (await fetch("/given.json")).json();
    const filled = [];
    for (const { questionnaire, response } of cases) {
        try {
            filled.push(await fill(questionnaires[questionnaire], response));
        } catch (error) {
            filled.push({ error: String(error) });
        }
    }
    return { filled, page: await render(questionnaires[0]) };
}

const post = (made) => fetch("/made", { method: "POST", body: JSON.stringify(made) });

window.addEventListener("load", () =>
    main().then(post, (error) => post({ error: `${error} ${error.stack}` })),
);
