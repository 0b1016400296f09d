import type { Context } from 'hono'

export const markdownType = 'text/markdown; charset=utf-8'

/** Answers with a file that a browser saves under the name, which is plain ASCII. */
export const fileDownload = (
  c: Context,
  { name, type }: { name: string; type: string },
  body: string | ReadableStream,
) =>
  c.body(body, 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
  })
