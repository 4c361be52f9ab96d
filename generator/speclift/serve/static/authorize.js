// The mock accepts any credential of the right form. So the page has one for it from the start, and sends it nowhere else.

const MADE_UP = "made-up-for-the-mock";
const BASIC = btoa(`mock:${MADE_UP}`);

/** A credential of a scheme, as Swagger UI keeps it; null for schemes that it has no form for. */
function credentialFor(name, schema) {
  if (schema.type === "apiKey") return { name, schema, value: MADE_UP };
  if (schema.type === "http" && schema.scheme?.toLowerCase() === "basic") {
    return { name, schema, value: { username: "mock", password: MADE_UP } };
  }
  if (schema.type === "http") return { name, schema, value: MADE_UP };
  if (schema.type === "oauth2" || schema.type === "openIdConnect") {
    return { name, schema, token: { access_token: MADE_UP, token_type: "Bearer" } };
  }
  return null;
}

/** Whether the page can give a scheme its credential; a script cannot send cookies. */
const isGivable = (name, schema) => schema && schema.in !== "cookie" && credentialFor(name, schema) !== null;

/** The names of the schemes that the document and its operations ask for: of alternatives, the first that can be given. */
function wantedSchemes(document, schemes) {
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item ?? {}));
  const found = new Set();
  for (const { security } of [document, ...operations].filter((one) => Array.isArray(one?.security))) {
    const given = security.find((one) => Object.keys(one).every((name) => isGivable(name, schemes[name])));
    for (const name of Object.keys(given ?? {})) found.add(name);
  }
  return [...found];
}

/** Gives the mock its credential; the first one that somebody enters replaces it. */
export class MockCredential {
  #names = [];
  #isOver = false;

  constructor(base) {
    this.base = base;
  }

  /** A plugin of Swagger UI that drops the credential when somebody enters or removes one. */
  plugin = () => ({
    statePlugins: {
      auth: {
        wrapActions: {
          authorizeWithPersistOption: (original, system) => (payload) => {
            this.#end(system);
            return original(payload);
          },
          authorizeOauth2WithPersistOption: (original, system) => (payload) => {
            this.#end(system);
            return original(payload);
          },
          logoutWithPersistOption: (original) => (payload) => {
            this.#isOver = true;
            return original(payload);
          },
        },
      },
    },
  });

  #end(system) {
    if (!this.#isOver && this.#names.length) system.authActions.logout(this.#names);
    this.#isOver = true;
  }

  /** Authorizes for a document that was just loaded, unless somebody did so. */
  start(ui) {
    if (!this.base || this.#isOver) return;
    const shown = ui.specSelectors.specJson().toJS();
    const schemes = shown.components?.securitySchemes ?? {};
    for (const name of wantedSchemes(shown, schemes).filter((one) => !this.#names.includes(one))) {
      const given = credentialFor(name, schemes[name]);
      // Swagger UI takes tokens with an action of their own, and ignores them in the other one.
      if (given.token) ui.authActions.authorizeOauth2({ auth: { name, schema: given.schema }, token: given.token });
      else ui.authActions.authorize({ [name]: given });
      this.#names.push(name);
    }
  }

  /** Removes the credential from a request that does not go to the mock. */
  restrict(request) {
    const { origin, pathname } = new URL(request.url, location.href);
    if (origin === location.origin && pathname.startsWith(`${this.base}/`)) return;
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (String(value).includes(MADE_UP) || String(value).includes(BASIC)) delete request.headers[name];
    }
    if (request.url.includes(MADE_UP)) {
      const url = new URL(request.url, location.href);
      for (const [name, value] of [...url.searchParams]) if (value === MADE_UP) url.searchParams.delete(name);
      request.url = url.href;
    }
  }
}
