import type { Context } from 'hono'
import { fileDownload } from '../download'

/** Answers with CSV that a browser saves under the name, which is plain ASCII. */
export const csvDownload = (c: Context, name: string, text: string | ReadableStream) =>
  fileDownload(c, { name, type: 'text/csv; charset=utf-8' }, text)
