// For `make dev`: stands before the server, waits for it while it restarts, and adds a few lines to
// each page that reload it after a new build.
//
//   node dev-proxy.mjs FRONT_ADDRESS BACK_ADDRESS RELOAD_FILE

import { watchFile } from 'node:fs';
import http from 'node:http';

const [front, back, reloadFile] = process.argv.slice(2);
const [host, port] = back.split(':');
const EVENTS = '/dev-reload';
const pages = new Set();

watchFile(reloadFile, { interval: 300 }, () => {
  for (const page of pages) page.write('data: reload\n\n');
});

function keepOpen(request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(':\n\n');
  pages.add(response);
  request.on('close', () => pages.delete(response));
}

function script(policy = '') {
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  const code = `new EventSource('${EVENTS}').onmessage = () => location.reload()`;
  return `<script nonce="${nonce}">${code}</script>`;
}

function forward(request, response, body, tries) {
  const headers = { ...request.headers };
  delete headers['accept-encoding'];
  const onward = http.request({ host, port, path: request.url, method: request.method, headers });
  onward.on('response', (answer) => answerWith(response, answer));
  onward.on('error', () => {
    if (tries > 0 && !response.headersSent) {
      setTimeout(() => forward(request, response, body, tries - 1), 200);
    } else if (response.headersSent) {
      response.end();
    } else {
      response.writeHead(502).end('The server does not answer.\n');
    }
  });
  response.on('close', () => onward.destroy());
  onward.end(body);
}

function answerWith(response, answer) {
  const page = /^text\/html/.test(answer.headers['content-type'] ?? '');
  if (page) delete answer.headers['content-length'];
  response.writeHead(answer.statusCode, answer.headers);
  answer.pipe(response, { end: false });
  answer.on('end', () => response.end(page ? script(answer.headers['content-security-policy']) : undefined));
}

async function answer(request, response) {
  if (request.url === EVENTS) return keepOpen(request, response);
  const parts = [];
  for await (const part of request) parts.push(part);
  forward(request, response, Buffer.concat(parts), 150);
}

const [frontHost, frontPort] = front.split(':');
http.createServer(answer).listen(Number(frontPort), frontHost);
