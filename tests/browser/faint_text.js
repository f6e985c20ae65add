// Every text that is too faint to be read against its ground: WCAG 2.2, 1.4.3, 4.5 to 1, or 3 to 1 where it is
// large. What is switched off is exempt, and what is drawn in a picture is not looked at.
() => {
  const parts = colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const over = (top, alpha, under) => top.map((value, at) => value * alpha + under[at] * (1 - alpha));
  const light = rgb => {
    const [red, green, blue] = rgb.map(value => value / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const outwards = element => {
    const found = [];
    for (let each = element; each; each = each.parentElement) found.push(each);
    return found;
  };
  const lies = ({ left, width, top, height }, { x, y, right, bottom }) =>
    left + width / 2 >= x && left + width / 2 <= right && top + height / 2 >= y && top + height / 2 <= bottom;
  const ground = (around, box) => around.filter(each => lies(box, each.getBoundingClientRect()))
    .map(each => parts(getComputedStyle(each).backgroundColor))
    .reduceRight((under, { rgb, alpha }) => over(rgb, alpha, under), [255, 255, 255]);

  const faint = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.textContent.trim();
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const seen = text && box.width > 2 && box.height > 2 && style.visibility !== 'hidden';
    if (!seen || element.closest('svg, :disabled, [aria-disabled="true"], [data-disabled]')) continue;
    const around = outwards(element);
    const under = ground(around, box);
    const { rgb, alpha } = parts(style.color);
    const opacity = around.reduce((all, each) => all * getComputedStyle(each).opacity, alpha);
    if (opacity === 0) continue;
    const [dark, bright] = [light(over(rgb, opacity, under)), light(under)].sort((one, other) => one - other);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.add(`${ratio.toFixed(2)} ${text.slice(0, 60)}`);
  }
  return [...faint];
}
