/* A photo made small enough for a shop's network, drawn into a canvas: what a camera writes beside it stays behind. */

const LONGEST = 1_280;
const QUALITY = 0.75;

/* The picture as JPEG in base64; also to be seen in the canvas. Rejects what the browser cannot read. */
export const shrunken = async (file, canvas) => {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
};
