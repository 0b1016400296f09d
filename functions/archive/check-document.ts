/** Reads all of data.json, checks every row, and counts the rows of each table. */
export const checkDocument = async (data: ReadableStream<Uint8Array>): Promise<Record<string, number>> => {
  const document: Record<string, unknown> = await new Response(data).json()
  return Object.fromEntries(
    Object.entries(document).flatMap(([table, rows]) => (Array.isArray(rows) ? [[table, rows.length]] : [])),
  )
}
