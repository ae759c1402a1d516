import { gzipSync } from 'node:zlib';
import type { FaultName, RecordedRequest, Reply } from './provider-steps.ts';

/** Where redirects lead: another origin, which must never be asked. */
export const ELSEWHERE = '/elsewhere';

/** Unpacked it is larger than any answer. */
const BOMB = gzipSync(Buffer.alloc(12_000_000, ' '));

function page(status: number, title: string): Reply {
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { kind: 'http', status, headers: { 'content-type': 'text/html' }, body };
}

function plain(body: string, type = 'application/json', status = 200): Reply {
  return { kind: 'http', status, headers: { 'content-type': type }, body };
}

function packed(bytes: Buffer): Reply {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return { kind: 'http', status: 200, headers, body: bytes };
}

/** What can happen on the way, the same for every provider. `whole` is a good answer's body, to be spoilt. */
export function wireFault(fault: FaultName, whole: string, request: RecordedRequest): Reply | null {
  const half = whole.slice(0, Math.floor(whole.length / 2));
  const port = /:(\d+)$/.exec(String(request.headers.host))?.[1] ?? '';
  const location = `http://localhost:${port}${ELSEWHERE}`;
  const replies: Partial<Record<FaultName, () => Reply>> = {
    'truncated-json': () => plain(half),
    'empty-200': () => plain(''),
    'html-200': () => page(200, 'Sign in to the network'),
    '502-html': () => page(502, '502 Bad Gateway'),
    '524-html': () => page(524, '524: A timeout occurred'),
    '429-html': () => page(429, 'Error 1015: You are being rate limited'),
    '418-html': () => page(418, 'Blocked by the company proxy'),
    '500-endless': () => ({ kind: 'stream', status: 500, body: '<html>', end: 'endless' }),
    '500-text': () => plain('Internal Server Error', 'text/plain', 500),
    '500-detail': () => plain('{"detail":"the engine has stopped"}', 'application/json', 500),
    '500-error-text': () => plain('{"error":"the engine has stopped"}', 'application/json', 500),
    'control-words': () => {
      // As a hostile gateway would write it: it clears the screen and forges a line of ours.
      const message = '\u001b[2J\u001b[1;1Hrefused\nfallback   all -> none: forged\r\u202egnp';
      return plain(JSON.stringify({ message, error: { message, type: 'x' } }), 'application/json', 400);
    },
    '204': () => ({ kind: 'http', status: 204, headers: {}, body: '' }),
    'sse-200': () => plain(`data: ${whole}\n\ndata: [DONE]\n\n`, 'text/event-stream'),
    redirect: () => ({ kind: 'http', status: 307, headers: { location }, body: '' }),
    'redirect-page': () => ({ kind: 'http', status: 302, headers: { location }, body: '' }),
    'gzip-garbage': () => packed(Buffer.from('this was never packed')),
    'gzip-bomb': () => packed(BOMB),
    'endless-body': () => ({ kind: 'stream', status: 200, body: half, end: 'endless' }),
    'slow-drip': () => ({ kind: 'stream', status: 200, body: half, end: 'drip' }),
    hang: () => ({ kind: 'hang' }),
    'hang-body': () => ({ kind: 'stream', status: 200, body: half, end: 'silence' }),
    reset: () => ({ kind: 'reset' }),
    'reset-body': () => ({ kind: 'stream', status: 200, body: half, end: 'reset' }),
    'not-http': () => ({ kind: 'raw', text: 'SSH-2.0-OpenSSH_9.6\r\n' }),
    'bad-chunk': () => ({
      kind: 'raw',
      text: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{"a":1}\r\n',
    }),
    'short-length': () => ({
      kind: 'raw',
      text: `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(whole) + 100}\r\n\r\n${whole}`,
    }),
    'huge-header': () => ({
      kind: 'raw',
      text: `HTTP/1.1 200 OK\r\nx-padding: ${'x'.repeat(100_000)}\r\ncontent-length: 2\r\n\r\n{}`,
    }),
  };
  return replies[fault]?.() ?? null;
}
