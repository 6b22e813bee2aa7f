// Draws, while a clip plays, where the model sees what is unusual, and where in the curve the clip is.
export function attach(player) {
  const video = player.querySelector("video"), box = player.querySelector(".vad-box"), cursor = player.querySelector(".vad-cursor");
  const points = JSON.parse(player.dataset.curve);
  if (!video || points.length === 0) {
    return;
  }
  const show = () => {
    const share = video.duration ? video.currentTime / video.duration : 0;
    const point = points[Math.min(points.length - 1, Math.floor(share * points.length))];
    const [, , x, y, width, height] = point;
    box.hidden = x === undefined;
    if (x !== undefined) {
      Object.assign(box.style, { left: `${100 * x}%`, top: `${100 * y}%`, width: `${100 * width}%`, height: `${100 * height}%` });
    }
    cursor.setAttribute("x1", 600 * share);
    cursor.setAttribute("x2", 600 * share);
    if (!video.paused) {
      requestAnimationFrame(show);
    }
  };
  for (const name of ["play", "seeked", "timeupdate", "loadeddata"]) {
    video.addEventListener(name, show);
  }
  const curve = player.querySelector(".vad-curve");
  curve.addEventListener("click", e => {
    const area = curve.getBoundingClientRect();
    video.currentTime = (e.clientX - area.left) / area.width * video.duration;
  });
}
