import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { loadPlan } from '../../plans/load'
import { ankiFile, markdownFile, planReads } from './api'

/** Downloads of a plan’s cards, below `/plans`. */
export const planCardFiles = new Hono<App>()
  .get('/:id/cards.md', planReads, loadPlan, (c) => markdownFile(c))
  .get('/:id/cards.txt', planReads, loadPlan, (c) => ankiFile(c))
