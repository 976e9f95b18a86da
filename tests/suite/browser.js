// Opens a page as a reader would and tells, as JSON, what is wrong with it: what axe-core finds, what
// sticks out of a narrow window, what the page's own security policy stopped.
//
// node browser.js TOOLS PAGE...   The first page is looked at in every width and colour, the others in two.
const [tools, ...pages] = process.argv.slice(2);
const { chromium } = require(tools + '/node_modules/playwright-core');
const axe = require('fs').readFileSync(tools + '/node_modules/axe-core/axe.min.js', 'utf8');

(async () => {
  const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: quiet });
  const told = { violations: [], wide: [], stopped: [], requests: [], passes: 0 };
  const all = [320, 360, 1280].flatMap((w) => [[w, 'light'], [w, 'dark']]);
  for (const page of pages) {
    for (const [width, colorScheme] of page === pages[0] ? all : [[320, 'dark'], [1280, 'light']]) {
      const tab = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      tab.on('console', (m) => told.stopped.push(m.text()));
      tab.on('request', (r) => { if (!r.url().startsWith('file://')) told.requests.push(r.url()); });
      await tab.goto('file://' + page);
      // A window of 320 is one of 1280 at 400 % (WCAG 2.1, 1.4.10).
      const room = await tab.evaluate(() => document.documentElement.scrollWidth);
      if (room > width) told.wide.push({ page, width, room });
      await tab.evaluate(axe);
      const found = await tab.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
      told.passes += found.passes.length;
      for (const v of found.violations) {
        told.violations.push({ page, width, colorScheme, id: v.id, help: v.help, at: v.nodes.slice(0, 3).map((n) => n.html) });
      }
      await tab.close();
    }
  }
  console.log(JSON.stringify(told));
  await browser.close();
})();
