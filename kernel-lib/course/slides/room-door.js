// Runs in pages that JupyterLab serves, decks and the room's buttons: asks the room that a notebook has opened.

/** @param address of the room, relative to the page */
globalThis.askRoomDoor = async (address, method = "GET", body = undefined) => {
  const xsrf = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const answer = await fetch(new URL(address, location.href), {
    method,
    body: body && JSON.stringify(body),
    headers: { "X-XSRFToken": decodeURIComponent(xsrf) },
  });
  return answer.json();
};
