type Counts = { chunk_count: number; completed_count: number; skipped_count: number }

/** Percentage of completed chunks, without skipped ones. 100 only if all are complete; 0 if there are none. */
export const progressOf = ({ chunk_count, completed_count, skipped_count }: Counts) => {
  const counted = chunk_count - skipped_count
  return counted === 0
    ? 0
    : Math.min(Math.round((100 * completed_count) / counted), completed_count === counted ? 100 : 99)
}
