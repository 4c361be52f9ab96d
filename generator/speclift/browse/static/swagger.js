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
  return request;
}

/** Where Swagger UI would animate a scroll, below the bar that sticks to the top: goes there at once, and takes the focus along. */
const scrolling = () => ({
  statePlugins: {
    layout: {
      wrapActions: {
        scrollToElement: () => (element) => {
          element.scrollIntoView({ block: "start" });
          element.querySelector("button")?.focus({ preventScroll: true });
          return { type: "speclift_scrolled" };
        },
      },
    },
  },
});

/** Starts Swagger UI on the document at `url`; `onShown` is called whenever a document is there. */
export function startSwagger(url, canTry, isWhole, onShown) {
  const ui = window.SwaggerUIBundle({
    url,
    dom_id: "#swagger-ui",
    plugins: [scrolling],
    deepLinking: true,
    docExpansion: isWhole ? "none" : "list",
    defaultModelsExpandDepth: isWhole ? -1 : 0,
    displayOperationId: false,
    displayRequestDuration: true,
    showExtensions: true,
    validatorUrl: null,
    supportedSubmitMethods: canTry ? ["get", "put", "post", "delete", "options", "head", "patch", "trace"] : [],
    requestInterceptor: (request) =>
      request.loadSpec ? request : withPrefixes(request, ui.authSelectors.authorized()?.toJS() ?? {}),
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
      ui.specActions.updateSpec(text);
    },
    /** Opens the operation that a fragment such as #/tag/operationId names. */
    open(hash) {
      ui.layoutActions.parseDeepLinkHash(hash);
    },
  };
}
