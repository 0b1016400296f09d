/** Deletes all objects of a person: backups, and what was left of one that was being made. */
export const dropBackupObjects = async (bucket: R2Bucket, userId: string) => {
  let cursor: string | undefined
  do {
    const page = await bucket.list({ prefix: `${userId}/`, cursor })
    if (page.objects.length > 0) await bucket.delete(page.objects.map(({ key }) => key))
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
}
