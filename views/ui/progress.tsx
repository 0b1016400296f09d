/** A bar of how much is done. `value` is of `max`, a percentage when there is none. */
export const Progress = ({ value, max = 100, label }: { value: number; max?: number; label: string }) => (
  <progress class={value >= max ? 'done' : undefined} value={Math.min(value, max)} max={max} aria-label={label}>
    {Math.floor((100 * value) / max)}%
  </progress>
)
