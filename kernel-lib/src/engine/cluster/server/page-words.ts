// What the page of a room says, in the languages of those who read it: the browser's decides.

export const WORDS = {
  en: {
    code: "The code you were told",
    enter: "Enter",
    none: "No question yet. It will appear here.",
    word: "Your answer",
    send: "Send",
    thanks: "Thank you, your answer has arrived. You can still change it.",
    away: "No connection to the room. This page tries again.",
    laptop: "Join with a notebook",
    join: "Run this in a notebook on your laptop:",
    name: "yourName",
  },
  de: {
    code: "Der Code, der genannt wurde",
    enter: "Weiter",
    none: "Noch keine Frage. Sie erscheint hier.",
    word: "Deine Antwort",
    send: "Senden",
    thanks: "Danke, deine Antwort ist angekommen. Du kannst sie noch ändern.",
    away: "Keine Verbindung zum Raum. Diese Seite versucht es weiter.",
    laptop: "Mit einem Notebook mitmachen",
    join: "Führe das in einem Notebook auf deinem Laptop aus:",
    name: "deinName",
  },
} as const;
