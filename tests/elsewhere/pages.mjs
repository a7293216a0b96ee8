// Looks at the pages of `hallpass publish` in a headless browser: at a phone's width, under a strict content policy, with
// JavaScript and without, from a server and from the disk. Says what is wrong, a line each.
// Run as: node pages.mjs FOLDER-WITH-NODE_MODULES FOLDER-WITH-PAGES CHROMIUM
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join, extname } from "node:path";

const [modules, site, executablePath, shots] = process.argv.slice(2);
const require = createRequire(join(modules, "pages.mjs"));
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const KINDS = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json" };
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const server = createServer((asked, answer) => {
  const path = decodeURIComponent(new URL(asked.url, "http://x").pathname).replace(/\/$/, "/index.html");
  try {
    const bytes = readFileSync(join(site, path));
    answer.writeHead(200, { "content-type": KINDS[extname(path)] ?? "text/plain", "content-security-policy": POLICY });
    answer.end(bytes);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const home = `http://127.0.0.1:${server.address().port}`;

const wrong = [];
const say = (what) => wrong.push(what);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(address, javaScriptEnabled) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled });
  const page = await context.newPage();
  const name = `${address.replace(home, "")} ${javaScriptEnabled ? "with" : "without"} JavaScript`;
  page.on("request", (asked) => {
    const own = asked.url().startsWith(home) || asked.url().startsWith(`file://${site}`);
    if (!own) say(`${name}: asks for ${asked.url()}`);
  });
  page.on("requestfailed", (asked) => say(`${name}: ${asked.url()} did not come`));
  page.on("response", (answer) => {
    if (answer.status() >= 400 && !answer.url().endsWith("favicon.ico")) say(`${name}: ${answer.status()} for ${answer.url()}`);
  });
  page.on("console", (line) => {
    if (line.type() === "error" && !line.location().url.endsWith("favicon.ico")) say(`${name}: ${line.text()}`);
  });
  page.on("pageerror", (error) => say(`${name}: ${error}`));
  await page.goto(address);
  return { page, name, context };
}

const rows = (page) => page.locator("#list > li:visible").count();
const products = readdirSync(join(site, "products")).sort();
const pages = ["/index.html", `/products/${products[0]}`, `/products/${products.at(-1)}`];
for (const path of pages) {
  for (const scripts of [true, false]) {
    const { page, name, context } = await open(home + path, scripts);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => 320);
    if (wide > 320) say(`${name}: is ${wide} wide on a phone of 320`);
    if (scripts) {
      await page.evaluate(axe.source);
      const found = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      for (const one of found.violations) say(`${name}: ${one.id}: ${one.nodes[0].html}`);
    }
    if (shots) await page.screenshot({ path: join(shots, `${path.replaceAll("/", "_")}${scripts}.png`), fullPage: false });
    await context.close();
  }
}

const all = JSON.parse(readFileSync(join(site, "products.json"), "utf8")).products;
for (const address of [`${home}/index.html`, `file://${site}/index.html`]) {
  const { page, name, context } = await open(address, true);
  if ((await rows(page)) !== all.length) say(`${name}: shows ${await rows(page)} of ${all.length}`);
  // By a whole name, in other letters.
  await page.fill("#words", all[0].name.toUpperCase());
  const found = await rows(page);
  if (found < 1 || found === all.length) say(`${name}: ${found} rows for ${all[0].name}`);
  if (!(await page.textContent("#list > li:not([hidden])")).includes(all[0].name)) say(`${name}: ${all[0].name} is not found`);
  await page.fill("#words", "no such thing");
  if ((await page.textContent("#count")) !== "0 may be used.") say(`${name}: ${await page.textContent("#count")}`);
  await page.fill("#words", "");
  // At one school: those that may be used there, and no others.
  const school = await page.textContent("#school option:nth-child(2)");
  await page.selectOption("#school", { index: 1 });
  const there = all.filter((one) => one.schools === "all" || one.schools.includes(school)).length;
  if ((await rows(page)) !== there) say(`${name}: ${await rows(page)} rows at ${school}, not ${there}`);
  await context.close();
}
const { page, name, context } = await open(`${home}/index.html`, false);
if ((await rows(page)) !== all.length) say(`${name}: shows ${await rows(page)} of ${all.length}`);
if (await page.locator("#find").isVisible()) say(`${name}: offers a search that does nothing`);
await page.emulateMedia({ media: "print" });
if (await page.locator("nav, #find").first().isVisible()) say(`${name}: prints what is only for a screen`);
await context.close();

await browser.close();
server.close();
for (const line of wrong) console.log(line);
process.exit(wrong.length > 0 ? 1 : 0);
