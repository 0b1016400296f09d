import { type Level, levels } from '../../functions/skills/schema'
import { levelNames } from '../../functions/skills/words'
import { classes } from '../ui/classes'
import { Svg } from '../ui/svg'

const [size, step] = [10, 14]

/** Five squares, as many filled as the level says. `fade` makes them paler, 0 to 3. */
export const LevelMeter = ({ level, fade = 0 }: { level: Level; fade?: number }) => (
  <Svg
    class={classes('skill-level', fade > 0 && `faded-${fade}`)}
    width={5 * step}
    height={size}
    role="img"
    aria-label={`Level ${level} of 5: ${levelNames[level]}`}
  >
    {levels.map((one, index) => (
      <rect class={one <= level ? 'fill' : 'fill-ground'} x={index * step} width={size} height={size} />
    ))}
  </Svg>
)
