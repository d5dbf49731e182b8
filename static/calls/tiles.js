/** The people of a call, one tile each; names come from the room's own list of people. */

export class Tiles {
  constructor(panel, nameOf) {
    this.list = panel.querySelector("[data-tiles]");
    this.pattern = panel.querySelector("template[data-tile]").content.firstElementChild;
    this.nameOf = nameOf;
  }

  update(seats, mine) {
    const stay = new Set(seats.map(({ seat }) => seat));
    for (const tile of this.list.querySelectorAll("[data-seat]")) if (!stay.has(tile.dataset.seat)) tile.remove();
    for (const facts of seats) this.draw(facts, facts.seat === mine);
    this.list.dataset.count = String(seats.length);
  }

  draw({ seat, participant_id, muted, camera, sharing }, own) {
    const tile = this.of(seat) ?? this.add(seat);
    const person = this.nameOf(participant_id);
    tile.classList.toggle("tile--own", own);
    tile.classList.toggle("tile--screen", sharing);
    tile.classList.toggle("tile--dark", !(camera || sharing));
    const face = tile.querySelector(".face");
    face.className = `face${person.side ? ` face--${person.side}` : ""}`;
    face.textContent = [...person.name][0] ?? "";
    const name = tile.querySelector("[data-tile-name]");
    name.textContent = person.name;
    name.lang = person.lang;
    tile.querySelector("[data-tile-me]").hidden = !own;
    tile.querySelector("[data-tile-muted]").hidden = !muted;
    tile.querySelector("video").muted = own;
  }

  add(seat) {
    const tile = this.pattern.cloneNode(true);
    tile.dataset.seat = seat;
    this.list.append(tile);
    return tile;
  }

  of(seat) {
    return this.list.querySelector(`[data-seat="${CSS.escape(seat)}"]`);
  }

  play(seat, stream) {
    const tile = this.of(seat);
    if (!tile) return;
    const video = tile.querySelector("video");
    if (video.srcObject !== stream) video.srcObject = stream;
  }

  state(seat, word) {
    const line = this.of(seat)?.querySelector("[data-tile-state]");
    if (!line) return;
    line.textContent = word;
    line.hidden = !word;
  }

  clear() {
    this.list.replaceChildren();
  }
}
