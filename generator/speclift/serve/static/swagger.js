// Swagger UI on the page: one instance, whose document changes.

import { MockCredential } from "./authorize.js";

/** Puts the prefix of its scheme before an API key that was entered without it (`x-credential-prefix`). */
function withPrefixes(request, authorized) {
  for (const { schema, value } of Object.values(authorized)) {
    const prefix = schema?.["x-credential-prefix"];
    if (schema?.type !== "apiKey" || !prefix || typeof prefix !== "string") continue;
    const name = Object.keys(request.headers).find((key) => key.toLowerCase() === schema.name.toLowerCase());
    if (name && request.headers[name] === value && !value.toLowerCase().startsWith(`${prefix.toLowerCase()} `)) {
      request.headers[name] = `${prefix} ${value}`;
    }
  }
}

/** What is sent when an operation is tried out. */
function asSent(request, authorized, mock) {
  // A challenge for Basic would make the browser itself ask for a password; the dialog of the page is there for that.
  request.credentials = "omit";
  withPrefixes(request, authorized);
  mock.keep(request);
  return request;
}

/**
 * Swagger UI opens what a fragment names only after it took away what sets slashes of names apart, and scrolls to what is
 * not drawn yet alone, and behind the bar: `open` does it instead.  `reveal` is its `show` without an entry in the history.
 */
const withOwnLinks = () => ({
  statePlugins: {
    layout: {
      actions: { reveal: (thing) => ({ type: "layout_show", payload: { thing, shown: true } }) },
      wrapActions: {
        parseDeepLinkHash: () => () => undefined,
        scrollToElement: () => () => ({ type: "speclift_no_scroll" }),
      },
    },
  },
});

/** The fragment in Swagger UI's own link to an operation: nothing is encoded but blanks. */
export const linkOf = (tag, id) => `#/${`${tag}/${id}`.trim().replace(/\s/g, "%20")}`;

/** Milliseconds after which an operation that is not there is no longer waited for. */
const PATIENCE = 5000;

let goal = null;

/** The block of an operation, once it is drawn and open. */
function blockOf({ tag, id }) {
  const section = [...document.querySelectorAll("#swagger-ui .opblock-tag-section")].find(
    (found) => found.querySelector(".opblock-tag")?.dataset.tag === tag,
  );
  const link = [...(section?.querySelectorAll(".opblock-summary a[href]") ?? [])].find(
    (found) => found.getAttribute("href") === linkOf(tag, id),
  );
  const block = link?.closest(".opblock");
  return block?.querySelector(".opblock-summary-control")?.ariaExpanded === "true" ? block : null;
}

/** Scrolls to an operation once it is there, and takes the focus along. */
function goTo(place) {
  goal = place;
  const until = performance.now() + PATIENCE;
  const look = () => {
    if (goal !== place || performance.now() > until) return;
    const block = blockOf(place);
    if (!block) {
      requestAnimationFrame(look);
      return;
    }
    goal = null;
    block.scrollIntoView({ block: "start" });
    block.querySelector(".opblock-summary-control").focus({ preventScroll: true });
  };
  look();
}

/**
 * Starts Swagger UI on the document at `url`; `onShown` is called whenever a document is there.  A heavy document comes with
 * its tags closed.  `mock` is the base path of the mock, if there is one.
 */
export function startSwagger(url, canTry, isHeavy, mock, onShown) {
  const credential = new MockCredential(mock);
  const ui = window.SwaggerUIBundle({
    url,
    dom_id: "#swagger-ui",
    plugins: [withOwnLinks, credential.plugin],
    oauth2RedirectUrl: new URL("/-/oauth2-redirect.html", location.href).href,
    deepLinking: true,
    docExpansion: isHeavy ? "none" : "list",
    defaultModelsExpandDepth: isHeavy ? -1 : 0,
    displayOperationId: false,
    displayRequestDuration: true,
    showExtensions: true,
    validatorUrl: null,
    // The one that comes by itself has a red that is hard to read.
    syntaxHighlight: { theme: "obsidian" },
    supportedSubmitMethods: canTry ? ["get", "put", "post", "delete", "options", "head", "patch", "trace"] : [],
    requestInterceptor: (request) =>
      request.loadSpec ? request : asSent(request, ui.authSelectors.authorized()?.toJS() ?? {}, credential),
    onComplete: () => {
      credential.start(ui);
      onShown();
    },
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
    /** Opens a tag, or an operation by its tag and id. */
    open(place) {
      if (!place.tag) return;
      ui.layoutActions.reveal(["operations-tag", place.tag]);
      if (!place.id) return;
      ui.layoutActions.reveal(["operations", place.tag, place.id]);
      goTo(place);
    },
  };
}
