import { Difference, percent, Signed } from './difference'

export type CellsProps = {
  seconds: number
  totalSeconds: number
  /** Seconds of the period before. */
  before?: number
  href?: string
  /** Where both periods are compared. */
  changeHref?: string
}

/** Amount, share and difference of a row of a breakdown. */
export const Cells = ({ seconds, totalSeconds, before, href, changeHref }: CellsProps) => (
  <>
    <td class="num">
      {href ? (
        <a href={href} data-figure={Math.abs(seconds)}>
          <Signed seconds={seconds} />
        </a>
      ) : (
        <Signed seconds={seconds} />
      )}
    </td>
    <td class={href ? 'num grey' : 'num'}>{percent(seconds, totalSeconds)}</td>
    {before !== undefined && (
      <td class="num">
        <Difference now={seconds} before={before} href={changeHref} />
      </td>
    )}
  </>
)
