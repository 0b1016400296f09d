import type { Context } from 'hono'

/** Answers with CSV that a browser saves under the name, which is plain ASCII. */
export const csvDownload = (c: Context, fileName: string, text: string | ReadableStream) =>
  c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'no-store',
  })
