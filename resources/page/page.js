"use strict";
// The film's captions, chapters and text go together. A track in a file of its own is not read
// where a page is opened from a disk, so the captions stand in the page.
{
  const film = document.getElementById("film");
  const told = JSON.parse(document.getElementById("captions").textContent);
  const screen = document.getElementById("screen");
  const shown = document.getElementById("caption");
  const places = [...document.querySelectorAll("[data-at]")];
  const chapters = places.filter((place) => place.matches(".chapter"));
  const lines = places.filter((place) => place.closest(".line"));
  const second = (place) => Number(place.dataset.at);
  const JUMP = 5;

  const track = film.addTextTrack("captions", told.label, told.language);
  const markup = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  for (const [start, end, text] of told.cues) {
    track.addCue(new VTTCue(start, end, text.replace(/[&<>]/g, (sign) => markup[sign])));
  }
  track.mode = "hidden"; // below the picture, and not in it as well

  const box = shown.parentElement;
  const most = Math.max(2, ...told.cues.map(([, , text]) => text.split("\n").length));
  box.style.setProperty("--lines", most);
  box.hidden = false;
  document.getElementById("keys").hidden = false;
  for (const place of places) place.disabled = false;

  const now = () => told.cues.find(([start, end]) => start <= film.currentTime && film.currentTime < end);
  const mark = (among, which) => {
    const present = among.filter((place) => second(place) <= film.currentTime + 0.001).pop();
    for (const place of among) {
      const marked = which(place);
      if (place === present) marked.setAttribute("aria-current", "true");
      else marked.removeAttribute("aria-current");
    }
  };
  const follow = () => {
    const cue = now();
    shown.textContent = cue ? cue[2] : "";
    mark(chapters, (place) => place);
    if (film.currentTime > 0 || !film.paused) mark(lines, (place) => place.closest(".line"));
  };
  track.addEventListener("cuechange", follow);
  for (const event of ["timeupdate", "seeked", "loadedmetadata"]) film.addEventListener(event, follow);
  follow();

  const inPicture = (full) => { track.mode = full ? "showing" : "hidden"; };
  document.addEventListener("fullscreenchange", () => inPicture(document.fullscreenElement === film));
  film.addEventListener("webkitbeginfullscreen", () => inPicture(true)); // telephones
  film.addEventListener("webkitendfullscreen", () => inPicture(false));

  const play = () => { film.play().catch(() => { /* a browser may want another press */ }); };
  const goTo = (time) => { film.currentTime = Math.min(Math.max(0, time), film.duration || time); };
  for (const place of places) {
    place.addEventListener("click", () => {
      goTo(second(place));
      play();
      screen.scrollIntoView({ block: "nearest" });
      screen.focus({ preventScroll: true }); // so that Space plays and pauses from here on
    });
  }

  const keys = {
    " ": () => (film.paused ? play() : film.pause()),
    ArrowLeft: () => goTo(film.currentTime - JUMP),
    ArrowRight: () => goTo(film.currentTime + JUMP),
  };
  const inView = () => {
    const { top, bottom } = film.getBoundingClientRect();
    return top < window.innerHeight / 2 && bottom > window.innerHeight / 4;
  };
  document.addEventListener("keydown", (event) => {
    const meant = keys[event.key];
    if (!meant || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    // Elsewhere these keys press what has the focus, or scroll; the film's own controls know them.
    if (event.target !== screen && (event.target !== document.body || !inView())) return;
    event.preventDefault();
    meant();
  });
}
