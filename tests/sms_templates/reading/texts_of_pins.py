"""Ways to type a PIN that a reader of digits alone does not see, each with what is stored of it; and what is no PIN."""

from typing import Final

BESIDE_A_PHONE: Final = (
    ("677000001 1357", "677000001 ****"),
    ("1357 677000001", "**** 677000001"),
    ("1357,677000001", "****,677000001"),
    ("677000001/1357", "677000001****"),
    ("677000001-1357", "677000001****"),
    ("677000001:1357", "677000001:****"),
    ("677000001*1357", "677000001*****"),
    ("677000001 ; 913579", "677000001 ; ****"),
    ("677 00 00 01 1357", "####"),
    ("1357 +237 677 00 00 01", "****"),
    ("+237677000001 1357", "+237677000001 ****"),
    ("00237677000001 1357", "00237677000001 ****"),
    ("6770000011357", "####"),
    ("1357677000001", "####"),
    ("677000001 0500", "677000001 ####"),
    ("677000001 code 1350", "677000001 code ####"),
    ("mon numero 677000001 le code 1357", "mon numero 677000001 le code ****"),
    ("compte 677000001 mot de passe 1357", "compte 677000001 mot de passe ****"),
    ("677000001 Awa 1357", "677000001 Awa ####"),
    ("bloque 677000001 1357", "bloque 677000001 ****"),
    ("aide 677000001 1357", "aide 677000001 ****"),
    ("677000001 I357", "677000001 ####"),
    ("677000001 1x3x5x7", "677000001 ####"),
)
LETTERS: Final = (  # that look like digits, beside digits
    ("O357 pin", "**** pin"),
    ("mon pin est I357", "mon pin est ****"),
    ("PIN:I357", "PIN:****"),
    ("pin l357", "pin ****"),
    ("code pin l3S7", "code pin ****"),
    ("my pin na 1O57", "my pin na ****"),
    ("13S7 est mon pin", "**** est mon pin"),
    ("mon code secret est O357", "mon code secret est ****"),
    ("pin \u041e357", "pin ****"),  # Cyrillic
    ("pin 1\u041757", "pin ****"),
    ("pin |357", "pin ****"),
    ("pin !357", "pin ****"),
    ("pin @357", "pin ****"),
    ("pin 1E57", "pin ****"),
    ("pin b3g7", "pin ****"),
    ("pin t357", "pin ****"),
    ("pin 13 S7", "pin ****"),
    ("abeg my pin I 3 5 7", "abeg my pin ****"),
    ("mon pin: 1 O 5 7", "mon pin: ****"),
    ("O357", "####"),
    ("l3s7", "####"),
    ("code O357", "code ####"),
    ("oui O821", "oui ####"),
    ("envoi 5OOO 699000002", "envoi #### 699000002"),  # it was read as 5 francs
)
PARTED: Final = (
    ("pin 1x3x5x7", "pin ****"),
    ("1x3x5x7 pin", "**** pin"),
    ("pin 1o3o5o7o", "pin ****"),
    ("pin 13x57", "pin ****"),
    ("pin a1b3c5d7", "pin ****"),
    ("pin 1a 3b 5c 7d", "pin ****"),
    ("pin 1et3et5et7", "pin ****"),
    ("pin 1 et 3 et 5 et 7", "pin ****"),
    ("pin 1 puis 3 puis 5 puis 7", "pin ****"),
    ("le pin c'est 13 et 57", "le pin c'est ****"),
    ("my pin be 4 4 then 7 3", "my pin be ****"),
    ("pin zero357", "pin ****"),
    ("pin un3cinq7", "pin ****"),
    ("1x3x5x7", "####"),
    ("1a3b5c7", "####"),
)
PINS: Final = (*BESIDE_A_PHONE, *LETTERS, *PARTED)
HONEST: Final = (  # kept as they are
    "5000 677000001", "677000001 5 000", "677000001 2500", "recu 1325 F de 677000001", "envoi 1325 677000001",
    "erreur 4825 677000001", "solde 5000 677000001", "retrait 10000 agent 123455", "envoi 500S 677000001",
    "j'ai 3 enfants et 2 maisons et 4 chevres", "mon pin ne marche pas depuis 2 jours", "mon PIN 2fois refuse",
    "je veux 10Go", "100l", "2x500", "2 a 3 kg de riz 5 F", "rdv 3h au 5e etage", "le match 2 a 1 puis 3 a 0",
)  # fmt: skip
