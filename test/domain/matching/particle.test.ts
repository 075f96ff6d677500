import { describe, expect, test } from "vitest";
import { type Particle, withParticle } from "../../../domain/matching/particle.ts";

describe("a particle", () => {
  test.each<readonly [text: string, particle: Particle, expected: string]>([
    ["마포구", "은는", "마포구는"],
    ["인턴십", "은는", "인턴십은"],
    ["자격증", "이가", "자격증이"],
    ["면허", "이가", "면허가"],
    ["지식", "을를", "지식을"],
    ["응대", "을를", "응대를"],
    ["시간제", "이라", "시간제라"],
    ["일용직", "이라", "일용직이라"],
    ["밤", "으로", "밤으로"],
    ["주말", "으로", "주말로"],
    ["요양보호사", "으로", "요양보호사로"],
    // The quotation mark and what stands in brackets are not what is read last.
    ["‘순찰’", "을를", "‘순찰’을"],
    ["‘미용사(일반)’", "이가", "‘미용사(일반)’가"],
    // Figures are read: 이, 삼, 육, 칠, 영.
    ["2", "으로", "2로"],
    ["3", "으로", "3으로"],
    ["6", "을를", "6을"],
    ["7", "으로", "7로"],
    ["10", "이가", "10이"],
    // Nobody knows how a name in Latin letters is read.
    ["POS", "을를", "POS을(를)"],
    ["POS", "으로", "POS(으)로"],
    ["", "이가", "이(가)"],
  ])("after %s of %s is that of %s", (text, particle, expected) => {
    expect(withParticle(text, particle)).toBe(expected);
  });
});
