import { type Block, gridMinutes } from './lane'

/** A block with its position. */
type Placed = Pick<Block<object>, 'y' | 'height' | 'lanes' | 'lines' | 'fits'> & { kind: string; isPale?: boolean }

/** Consecutive short sessions drawn as one block. */
export type BlockRun<T> = { y: number; height: number; blocks: T[] }

/** Height in lines below which a block is short. */
const short = 0.75

const isShort = ({ kind, lanes, lines }: Placed) => kind === 'session' && lanes === 1 && lines < short

const endOf = ({ y, height }: Pick<Placed, 'y' | 'height'>) => y + height

/** True for two short blocks if the second starts before the first one's text would end. */
const canJoin = (one: Placed, next: Placed) =>
  isShort(one) &&
  isShort(next) &&
  one.fits !== 'line' &&
  next.y - endOf(one) <= gridMinutes &&
  Boolean(one.isPale) === Boolean(next.isPale)

/** A run with its height in minutes: at least one line, limited by the next block. */
const runOf = <T extends Placed>(blocks: T[], next: T | undefined): BlockRun<T> => {
  const [first, last] = [blocks[0] as T, blocks.at(-1) as T]
  const line = first.height / first.lines
  const room = Math.min(line, (next?.y ?? Number.POSITIVE_INFINITY) - first.y)
  return { y: first.y, height: Math.max(endOf(last) - first.y, room), blocks }
}

/** True for blocks to draw as a run: three or more, or two if the first has no text and the run is a line high. */
const isRun = <T extends Placed>({ blocks, height }: BlockRun<T>) => {
  const [first, second, third] = blocks
  if (third) return true
  return Boolean(first && second && first.fits === 'none' && height >= first.height / first.lines)
}

/** Separates runs of short sessions from blocks that are drawn alone. @param blocks sorted by start */
export const separateRuns = <T extends Placed>(blocks: T[]) => {
  const alone: T[] = []
  const runs: BlockRun<T>[] = []
  for (let index = 0; index < blocks.length; ) {
    const from = index
    do index += 1
    while (index < blocks.length && canJoin(blocks[index - 1] as T, blocks[index] as T))
    const group = blocks.slice(from, index)
    const run = runOf(group, blocks[index])
    if (isRun(run)) runs.push(run)
    else alone.push(...group)
  }
  return { alone, runs }
}
