// Which net a program gets.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { personNetFor } from '../../src/config/person-net';
import { DEFAULT_PROGRAM, parseProgram } from '../../src/config/program';

const netOf = (text: string) => {
  const program = parseProgram(text);
  if (!program) throw new Error(`${text} is no program`);
  return personNetFor(program);
};

test('somebody who streams wide gets the wide net, at any size', () => {
  expect(personNetFor(DEFAULT_PROGRAM)).toBe('selfie-landscape');
  for (const wide of ['1920x1080', '640x480', '3840x2160']) expect(netOf(wide)).toBe('selfie-landscape');
});

test('who streams for phones, upright or square, gets the square net', () => {
  for (const tall of ['720x1280', '1080x1920', '1080x1350', '1080x1080']) expect(netOf(tall)).toBe('selfie-square');
});

test('both nets are in the catalogue that is shipped', () => {
  const { models } = JSON.parse(readFileSync('public/models/catalog.json', 'utf8')) as { models: { id: string }[] };
  const ids = models.map(({ id }) => id);
  for (const program of ['1280x720', '720x1280']) expect(ids).toContain(netOf(program));
});
