// Fills our forms in with Enketo and posts what it makes of them.
import "./xslt.js";
import { Form } from "enketo-core";
import { transform } from "enketo-transformer/dist/enketo-transformer/web/transformer";

const complaints = [];
for (const kind of ["error", "warn"]) {
    console[kind] = (...said) => complaints.push(said.map(String).join(" "));
}

const nameOf = (path) => path.split("/").pop();

// An opened form, and its fields that hold a value: name -> node.
async function open(xform) {
    const { form, model } = await transform({ xform });
    const holder = document.getElementById("form");
    holder.replaceChildren(document.createRange().createContextualFragment(form));
    const opened = new Form(holder.querySelector("form.or"), { modelStr: model }, {});
    complaints.push(...opened.init());
    const nodes = [...opened.model.xml.querySelectorAll("instance > data *")];
    const fields = new Map(
        nodes.filter((one) => !one.children.length).map((one) => [one.localName, one]),
    );
    evaluateOnce(opened.model, fields);
    return { form: opened, fields };
}

// An expression is worked out once for the same values of the fields that it looks at.
function evaluateOnce(model, fields) {
    const known = new Map();
    const evaluate = model.evaluate.bind(model);
    model.evaluate = (expression, type, own, ...others) => {
        if (!["boolean", "string", "number"].includes(type)) {
            return evaluate(expression, type, own, ...others);
        }
        if (!known.has(expression)) {
            const paths = new Set(expression.match(/\/data\/[\w/]+/g));
            known.set(expression, { looked: [...paths].map(nameOf), results: new Map() });
        }
        const { looked, results } = known.get(expression);
        const values = [nameOf(own ?? ""), ...looked].map((name) => fields.get(name)?.textContent);
        const key = JSON.stringify([type, ...values]);
        if (!results.has(key)) {
            results.set(key, evaluate(expression, type, own, ...others));
        }
        return results.get(key);
    };
}

// The form as a person would have it who opens a record with these values.
async function fill({ form, fields }, given) {
    for (const [name, node] of fields) {
        if (name in given) {
            node.textContent = given[name];
        }
    }
    form.setAllVals();
    form.calc.update();
    form.relevant.update();
    const controls = [...form.view.html.querySelectorAll(".question")]
        .filter((question) => !question.closest(".disabled"))
        .map((question) => question.querySelector("[data-name], [name]"));
    const wrong = [];
    const missing = [];
    for (const control of controls) {
        const told = await form.validateInput(control);
        const name = nameOf(form.input.getName(control));
        if (told?.requiredValid === false) missing.push(name);
        if (told?.constraintValid === false) wrong.push(name);
    }
    return {
        shown: controls.map((control) => nameOf(form.input.getName(control))),
        values: Object.fromEntries([...fields].map(([name, node]) => [name, node.textContent])),
        wrong,
        missing,
    };
}

async function main() {
    const { forms, cases } = await (await fetch("/given.json")).json();
    const filled = [];
    for (const [number, xform] of forms.entries()) {
        const opened = await open(xform);
        for (const one of cases) {
            if (one.form === number) {
                filled.push(await fill(opened, one.values));
            }
        }
    }
    return { filled, complaints };
}

const post = (made) => fetch("/made", { method: "POST", body: JSON.stringify(made) });

main().then(post, (error) => post({ error: `${error} ${error.stack}` }));
