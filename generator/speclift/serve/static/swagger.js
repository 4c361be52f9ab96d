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

/** The request as it is sent when an operation is tried out. */
function asSent(request, authorized, mock) {
  // A challenge for Basic would make the browser itself ask for a password; the dialog of the page is there for that.
  request.credentials = "omit";
  withPrefixes(request, authorized);
  mock.restrict(request);
  return request;
}

/**
 * Swagger UI decodes a fragment before it splits it at its slashes, so it cannot open names that have slashes. It scrolls
 * only to what is not drawn yet, and to a place behind the bar. So `open` does both.  `reveal` is Swagger UI's `show`
 * without an entry in the history.
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

/** The fragment in Swagger UI's own link to an operation: only blanks are encoded. */
export const linkOf = (tag, id) => `#/${`${tag}/${id}`.trim().replace(/\s/g, "%20")}`;

/** The most milliseconds that the page waits for an operation to appear. */
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

/** Scrolls to an operation once it is there, and moves the focus to it. */
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
    // The default theme has a red that is hard to read.
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
    /** Replaces the shown document by a changed one; what is open stays open, and the page does not scroll. */
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
