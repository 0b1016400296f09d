import { classes } from './classes'
import { projectClass } from './project-mark'
import { Svg } from './svg'

type SparkPart = {
  value: number
  /** `solid` is counted, `soft` is short of the target, `open` is still open; or a project's colour. */
  tone?: 'solid' | 'soft' | 'open'
  project?: string | null
}

type SparkProps = {
  /** Value at full width. */
  max: number
  parts: SparkPart[]
  /** Where the upright mark stands. */
  target?: number
  /** For screen readers; hidden from them without, as where the figure stands beside it. */
  label?: string
}

const fills = { solid: 'fill', soft: 'fill-soft', open: 'fill-open' }

/** A thin bar of parts, with an upright mark at the target. */
export const Spark = ({ max, parts, target, label }: SparkProps) => {
  const percent = (value: number) => `${max > 0 ? Math.round((1000 * Math.min(value, max)) / max) / 10 : 0}%`
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.value, 0))
  return (
    <Svg
      class="draw spark"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : 'true'}
    >
      <rect class="fill-ground" width="100%" height="8" />
      {parts.map(({ value, tone = 'solid', project }, index) => (
        <rect
          class={project === undefined ? fills[tone] : classes('fill-project', projectClass(project))}
          x={percent(starts[index] ?? 0)}
          width={percent(value)}
          {...(tone === 'open' ? { y: '.5', height: '7' } : { height: '8' })}
        />
      ))}
      {target !== undefined && <line class="mark" x1={percent(target)} x2={percent(target)} y1="-3" y2="11" />}
    </Svg>
  )
}
