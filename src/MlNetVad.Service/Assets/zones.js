// Where in a picture somebody has clicked, in shares of its width and height.
export function place(element, x, y) {
  const area = element.getBoundingClientRect();
  return [(x - area.left) / area.width, (y - area.top) / area.height];
}
