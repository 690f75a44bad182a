import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../testkit/testIdentity.ts';

/** Where the browser is; without one there is nothing to try the page in. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const inBrowser = existsSync(executablePath) ? describe : describe.skip;

/** A browser that asks nobody but the page's own server. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

inBrowser('GraphiQL in Chromium', () => {
  let graph: TestGraph;
  let identity: TestIdentity;
  let router: RunningRouter;
  let browser: Browser;

  beforeAll(async () => {
    [graph, identity, browser] = await Promise.all([
      startTestGraph(),
      testIdentity(),
      chromium.launch({ executablePath, args: quiet }),
    ]);
    const auth = { verifier: identity.verifier, signer: identity.signer };
    router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    await router?.close();
    await graph?.close();
  });

  /** Opens the page with a token in its headers, and an operation in its editor. */
  async function open(page: Page, operation: string): Promise<void> {
    const headers = JSON.stringify({ Authorization: `Bearer ${await identity.token()}` });
    await page.goto(`${router.url}/graphiql`);
    await write(page, page.locator('.graphiql-editor-tool .monaco-editor').last(), headers);
    await write(page, page.locator('.graphiql-query-editor .monaco-editor').first(), operation);
  }

  async function write(page: Page, editor: ReturnType<Page['locator']>, text: string): Promise<void> {
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(text);
  }

  test('runs a subscription over the WebSocket with the token, and its own policy stops nothing', async () => {
    const page = await browser.newPage();
    // A step that takes longer hangs.
    page.setDefaultTimeout(100_000);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    const violations: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    await open(page, 'subscription { ticks(count: 2) { number } }');
    // The page takes over what was written a moment later, and until then runs what was there before: ask again, and wait
    // longer each time, as the same button would stop what still runs.
    const result = page.locator('.result-window', { hasText: /"number":\s*2/ });
    for (let timeout = 500, came = false; !came; timeout *= 2) {
      await page.locator('.graphiql-execute-button').click();
      came = await result.waitFor({ timeout }).then(
        () => true,
        () => false,
      );
    }
    expect(new Set(sockets)).toEqual(new Set([`${router.url.replace('http', 'ws')}/graphql`]));
    expect(violations).toEqual([]);
    await page.close();
  });
});
