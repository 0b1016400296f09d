type Counts = { chunk_count: number; completed_count: number; skipped_count: number }

/** Percent of completed chunks among those that are not skipped, 100 only when all are; 0 without any. */
export const progressOf = ({ chunk_count, completed_count, skipped_count }: Counts) => {
  const counted = chunk_count - skipped_count
  return counted === 0
    ? 0
    : Math.min(Math.round((100 * completed_count) / counted), completed_count === counted ? 100 : 99)
}
