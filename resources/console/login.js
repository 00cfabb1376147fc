/** The login: the same people, codes and rights as in the windows. */

import { Problem, logIn } from "./api.js";
import { field, fill, h, icon } from "./dom.js";
import { tr } from "./texts.js";

/** The page; `entered` is told once somebody is in. */
export function login(place, entered) {
  const person = h("input", {
    name: "username",
    required: true,
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 64,
  });
  const secret = h("input", {
    name: "password",
    type: "password",
    required: true,
    autocomplete: "current-password",
    maxlength: 128,
  });
  const code = h("input", {
    inputmode: "numeric",
    autocomplete: "one-time-code",
    pattern: "[0-9]{6}",
    maxlength: 6,
  });
  const factor = h("div", { hidden: true }, field(tr("Code à usage unique"), code));
  const wrong = h("p.wrong", { role: "alert" });
  const go = h("button.loud", { type: "submit" }, icon("login"), tr("Entrer"));
  fill(
    place,
    h(
      "div.door",
      {},
      h(
        "section.welcome",
        {},
        h("p.brand", {}, icon("mark"), "sotto"),
        h("h1", {}, tr("Pour qui écrit des programmes")),
        h(
          "p.lead",
          {},
          tr(
            "La référence de l'API, vos clés, ce que disent vos programmes et ce que la maison leur annonce : tout vient de ce hub.",
          ),
        ),
        h(
          "a.go",
          { href: "#/reference" },
          icon("menu_book"),
          tr("Lire la référence sans se connecter"),
          icon("chevron_right"),
        ),
      ),
      h(
        "form.enter",
        {
          onsubmit: async (event) => {
            event.preventDefault();
            fill(wrong);
            go.disabled = true;
            try {
              await logIn(person.value, secret.value, code.value);
              entered();
            } catch (error) {
              go.disabled = false;
              if (!(error instanceof Problem)) throw error;
              if (error.code === "code_needed") factor.hidden = false;
              (error.code === "code_needed" ? code : secret).select();
              (error.code === "code_needed" ? code : secret).focus();
              fill(wrong, error.message);
            }
          },
        },
        h("h2", {}, tr("Qui êtes-vous ?")),
        field(tr("Nom"), person),
        field(tr("Code ou mot de passe"), secret),
        factor,
        wrong,
        go,
      ),
    ),
  );
  person.focus();
}
