import { compareText } from '../model/object.ts';
import { hashText } from './score.ts';

/** A node and how much it takes of what is shared out. */
export interface WeightedNode {
  readonly node: string;
  readonly weight: number;
  /** Keeps what it owned before beyond its share. */
  readonly keeps: boolean;
}

/** How many of `total` each node takes: by weight, rounded down, and what is left to those with the largest remainder. */
export type Shares = (total: number) => readonly number[];

/** The shares of nodes in the order in which they are given. */
export function sharesAmong(nodes: readonly WeightedNode[]): Shares {
  const weights = nodes.map(({ weight }) => weight);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const equal = sum === 0 || weights.every((weight) => weight === weights[0]);
  const turns = turnsOf(nodes);
  return equal ? (total) => equalShares(total, turns) : (total) => weightedShares(total, weights, sum, turns);
}

/** The place of each node where several have the same claim. */
function turnsOf(nodes: readonly WeightedNode[]): readonly number[] {
  const places = nodes.map(({ node }, place) => ({ node, place, hash: hashText(node) }));
  places.sort((a, b) => a.hash - b.hash || compareText(a.node, b.node));
  const turns = new Array<number>(nodes.length).fill(0);
  places.forEach(({ place }, turn) => {
    turns[place] = turn;
  });
  return turns;
}

function equalShares(total: number, turns: readonly number[]): readonly number[] {
  const least = Math.floor(total / turns.length);
  const left = total % turns.length;
  return turns.map((turn) => (turn < left ? least + 1 : least));
}

function weightedShares(
  total: number,
  weights: readonly number[],
  sum: number,
  turns: readonly number[],
): readonly number[] {
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((all, share) => all + share, 0);
  const remainder = (place: number): number => (exact[place] ?? 0) % 1;
  const order = shares.map((_, place) => place);
  order.sort((a, b) => remainder(b) - remainder(a) || (turns[a] ?? 0) - (turns[b] ?? 0));
  for (const place of order.slice(0, left)) shares[place] = (shares[place] ?? 0) + 1;
  return shares;
}
