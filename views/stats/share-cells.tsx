import { Difference, percent, Signed } from './difference'

export type CellsProps = {
  seconds: number
  shown?: number
  totalSeconds: number
  /** The shown seconds of the period before. */
  before?: number
  href?: string
  /** The difference in seconds, and where both periods are compared. */
  change?: { exact: number; href: string | undefined }
}

/** Amount, share and difference of a row of a breakdown. */
export const Cells = ({ seconds, shown = seconds, totalSeconds, before, href, change }: CellsProps) => (
  <>
    <td class="num">
      {href ? (
        <a href={href} data-figure={Math.abs(seconds)}>
          <Signed seconds={seconds} shown={shown} />
        </a>
      ) : (
        <Signed seconds={seconds} shown={shown} />
      )}
    </td>
    <td class={href ? 'num grey' : 'num'}>{percent(seconds, totalSeconds)}</td>
    {before !== undefined && (
      <td class="num">
        <Difference now={shown} before={before} exact={change?.exact ?? 0} href={change?.href} />
      </td>
    )}
  </>
)
