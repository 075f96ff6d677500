/**
 * The 25 gu of Seoul: code, English name, centroid in thousandths of a degree (about 100 m, which is finer than any
 * use of it here).
 */
export const SEOUL_GU: readonly (readonly [code: string, en: string, lat: number, lon: number])[] = [
  ["11110", "Jongno-gu", 37595, 126977],
  ["11140", "Jung-gu", 37560, 126996],
  ["11170", "Yongsan-gu", 37531, 126980],
  ["11200", "Seongdong-gu", 37551, 127041],
  ["11215", "Gwangjin-gu", 37547, 127086],
  ["11230", "Dongdaemun-gu", 37582, 127055],
  ["11260", "Jungnang-gu", 37598, 127093],
  ["11290", "Seongbuk-gu", 37606, 127018],
  ["11305", "Gangbuk-gu", 37643, 127011],
  ["11320", "Dobong-gu", 37669, 127032],
  ["11350", "Nowon-gu", 37653, 127075],
  ["11380", "Eunpyeong-gu", 37619, 126927],
  ["11410", "Seodaemun-gu", 37578, 126939],
  ["11440", "Mapo-gu", 37559, 126908],
  ["11470", "Yangcheon-gu", 37525, 126855],
  ["11500", "Gangseo-gu", 37561, 126823],
  ["11530", "Guro-gu", 37494, 126856],
  ["11545", "Geumcheon-gu", 37461, 126901],
  ["11560", "Yeongdeungpo-gu", 37522, 126910],
  ["11590", "Dongjak-gu", 37499, 126952],
  ["11620", "Gwanak-gu", 37467, 126945],
  ["11650", "Seocho-gu", 37473, 127031],
  ["11680", "Gangnam-gu", 37497, 127063],
  ["11710", "Songpa-gu", 37506, 127115],
  ["11740", "Gangdong-gu", 37550, 127147],
];

/**
 * Who borders whom on land (a stream counts as land, the Han does not), each pair once under its first member.
 * Pairs with the towns around Seoul are in it too: somebody in 금천구 is nearer to 광명시 than to most of Seoul.
 */
export const LAND_BORDERS: Readonly<Record<string, string>> = {
  "11110": "11140 11230 11290 11380 11410 41281",
  "11140": "11170 11200 11230 11410 11440",
  "11170": "11200 11440",
  "11200": "11215 11230",
  "11215": "11230 11260 41310",
  "11230": "11260 11290",
  "11260": "11290 11350 41310 41360",
  "11290": "11305 11350 41281",
  "11305": "11320 11350 41281 41630",
  "11320": "11350 41150 41281 41630",
  "11350": "41150 41310 41360",
  "11380": "11410 11440 41281",
  "11410": "11440",
  "11440": "41281",
  "11470": "11500 11530 11560 41196",
  "11500": "11560 28245 41196 41570",
  "11530": "11545 11560 11590 11620 41192 41194 41210",
  "11545": "11620 41171 41210",
  "11560": "11590 11620",
  "11590": "11620 11650",
  "11620": "11650 41171 41173 41290",
  "11650": "11680 41131 41290",
  "11680": "11710 41131",
  "11710": "11740 41131 41450",
  "11740": "41450",
};

/** Who faces whom over the Han with a bridge in between, each pair once under its first member. */
export const HAN_CROSSINGS: Readonly<Record<string, string>> = {
  "11170": "11560 11590 11650 11680",
  "11200": "11680",
  "11215": "11680 11710 11740",
  "11440": "11500 11560",
  "11500": "41281",
  "11740": "41310",
};
