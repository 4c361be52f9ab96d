// Swagger UI on the page: one instance, whose document changes.

/** Puts the prefix of its scheme before a credential that was entered without it (`x-credential-prefix`). */
function withPrefixes(request, authorized) {
  for (const { schema, value } of Object.values(authorized)) {
    const prefix = schema?.["x-credential-prefix"];
    const name = prefix && Object.keys(request.headers).find((key) => key.toLowerCase() === schema.name.toLowerCase());
    if (name && request.headers[name] === value && !value.toLowerCase().startsWith(`${prefix.toLowerCase()} `)) {
      request.headers[name] = `${prefix} ${value}`;
    }
  }
}

/** What is sent when an operation is tried out. */
function asSent(request, authorized) {
  // A challenge for Basic would make the browser itself ask for a password; the dialog of the page is there for that.
  request.credentials = "omit";
  withPrefixes(request, authorized);
  return request;
}

/** Swagger UI scrolls to what is not drawn yet alone, and behind the bar: `goTo` does it instead. */
const withoutScrolling = () => ({
  statePlugins: { layout: { wrapActions: { scrollToElement: () => () => ({ type: "speclift_no_scroll" }) } } },
});

/** Milliseconds after which an operation that is not there is no longer waited for. */
const PATIENCE = 5000;

let goal = "";

/** Scrolls to the operation of a fragment once it is drawn, and takes the focus along. */
function goTo(hash) {
  goal = decodeURIComponent(hash);
  const until = performance.now() + PATIENCE;
  const look = () => {
    if (goal !== decodeURIComponent(hash) || performance.now() > until) return;
    const links = document.querySelectorAll("#swagger-ui .opblock.is-open .opblock-summary a[href]");
    const link = [...links].find((found) => decodeURIComponent(found.getAttribute("href")) === goal);
    if (!link) {
      requestAnimationFrame(look);
      return;
    }
    goal = "";
    const operation = link.closest(".opblock");
    operation.scrollIntoView({ block: "start" });
    operation.querySelector(".opblock-summary-control")?.focus({ preventScroll: true });
  };
  look();
}

/** Starts Swagger UI on the document at `url`; `onShown` is called whenever a document is there. */
export function startSwagger(url, canTry, isWhole, onShown) {
  const ui = window.SwaggerUIBundle({
    url,
    dom_id: "#swagger-ui",
    plugins: [withoutScrolling],
    deepLinking: true,
    docExpansion: isWhole ? "none" : "list",
    defaultModelsExpandDepth: isWhole ? -1 : 0,
    displayOperationId: false,
    displayRequestDuration: true,
    showExtensions: true,
    validatorUrl: null,
    supportedSubmitMethods: canTry ? ["get", "put", "post", "delete", "options", "head", "patch", "trace"] : [],
    requestInterceptor: (request) =>
      request.loadSpec ? request : asSent(request, ui.authSelectors.authorized()?.toJS() ?? {}),
    onComplete: () => onShown(),
  });
  return {
    /** Shows the document at another address. */
    load(address) {
      ui.specActions.updateUrl(address);
      ui.specActions.download(address);
    },
    /** Puts a changed document in place of the one that is shown; what is open stays open, and the page where it is. */
    update(text) {
      // Everything is drawn anew: without its height the page would jump to its top.
      const main = document.getElementById("swagger-ui");
      main.style.minHeight = `${main.offsetHeight}px`;
      ui.specActions.updateSpec(text);
      setTimeout(() => main.style.removeProperty("min-height"), PATIENCE);
    },
    /** Opens the operation that a fragment such as #/tag/operationId names. */
    open(hash) {
      ui.layoutActions.parseDeepLinkHash(decodeURIComponent(hash));
      if (hash.split("/").length > 2) goTo(hash);
    },
  };
}
