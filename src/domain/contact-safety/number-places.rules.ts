/**
 * Where the numbers of an area code of +1 are, one place a line: states and provinces as ids of `REGIONS`, with their time
 * zones where the area code has fewer than they, or the country with its zones.
 * Made by `npm run area-codes` of the tables of libphonenumber; do not change it by hand.
 */
export const AREA_CODE_PLACES = `
AG America/Antigua: 268
AI America/Anguilla: 264
BB America/Barbados: 246
BM Atlantic/Bermuda: 441
BS America/Nassau: 242
CA-AB: 368 403 587 780 825
CA-BC America/Vancouver America/Edmonton: 250
CA-BC America/Vancouver: 604
CA-BC: 236 257 672 778
CA-MB: 204 431 584
CA-NB: 428 506
CA-NL: 709 879
CA-NS+CA-PE: 782 902
CA-NT+CA-NU+CA-YT: 867
CA-ON America/Toronto America/Winnipeg: 807
CA-ON America/Toronto: 416 437 519 613 705 942
CA-ON: 226 249 289 343 365 382 548 647 683 742 753
CA-QC America/Toronto America/Halifax: 418
CA-QC America/Toronto: 263 450 514 819
CA-QC: 354 367 438 468 579 581 873
CA-SK America/Regina: 306
CA-SK: 474 639
DM America/Dominica: 767
DO America/Santo_Domingo: 809 829 849
GD America/Grenada: 473
JM America/Jamaica: 658 876
KN America/St_Kitts: 869
KY America/Cayman: 345
LC America/St_Lucia: 758
MS America/Montserrat: 664
SX America/Lower_Princes: 721
TC America/Grand_Turk: 649
TT America/Port_of_Spain: 868
US-AK: 907
US-AL: 205 251 256 334 659 938
US-AR: 327 479 501 870
US-AS: 684
US-AZ America/Phoenix: 480 520 602 623
US-AZ: 928
US-CA: 209 213 279 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 840 858 909 916 925 949 951
US-CO: 303 719 720 748 970 983
US-CT: 475 860 959
US-DC: 202 771
US-DE: 302
US-FL America/New_York: 239 305 321 352 386 407 561 727 728 772 813 863 904 941 954
US-FL: 324 448 645 656 689 754 786 850
US-GA: 229 404 470 478 678 706 762 770 912 943
US-GU: 671
US-HI: 808
US-IA: 319 515 563 641 712
US-ID: 208 986
US-IL: 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 872
US-IN America/New_York: 260 317 765
US-IN: 219 463 574 812 930
US-KS America/Chicago: 316 913
US-KS: 620 785
US-KY America/New_York: 502 859
US-KY: 270 364 606
US-LA: 225 318 337 504 985
US-MA: 339 351 413 508 617 774 781 857 978
US-MD: 227 240 301 410 443 667
US-ME: 207
US-MI America/New_York: 231 248 269 313 517 586 616 734 810 989
US-MI: 906 947
US-MN: 218 320 507 612 651 763 952
US-MO: 235 314 417 557 573 636 660 816 975
US-MP: 670
US-MS: 228 601 662 769
US-MT: 406
US-NC: 252 336 472 704 743 828 910 919 980 984
US-ND: 701
US-NE America/Chicago: 402
US-NE: 308 531
US-NH: 603
US-NJ: 201 551 609 640 732 848 856 862 908 973
US-NM: 505 575
US-NV America/Los_Angeles: 702
US-NV: 725 775
US-NY: 212 315 329 332 347 363 516 518 585 607 631 646 680 716 838 845 914 917 929 934
US-OH: 216 220 234 283 326 330 380 419 440 513 567 614 740 937
US-OK: 405 539 572 580 918
US-OR America/Los_Angeles: 503
US-OR: 458 541 971
US-PA: 215 223 267 272 412 445 484 570 582 610 717 724 814 835 878
US-PR: 787 939
US-RI: 401
US-SC: 803 821 839 843 854 864
US-SD: 605
US-TN America/Chicago: 615 731 901 931
US-TN America/New_York: 865
US-TN: 423 629
US-TX America/Chicago: 210 214 254 281 325 361 409 432 512 726 806 817 830 832 903 936 940 956 972 979
US-TX America/Denver: 915
US-TX: 346 430 469 682 737 945
US-UT: 385 435 801
US-VA: 276 434 540 571 686 703 757 804 826 948
US-VI: 340
US-VT: 802
US-WA: 206 253 360 425 509 564
US-WI: 262 274 353 414 534 608 715 920
US-WV: 304 681
US-WY: 307
VC America/St_Vincent: 784
VG America/Tortola: 284
`

/**
 * The time zones of the numbers of the other calling codes, one of each clock.
 */
export const CALLING_CODE_ZONES = `
Africa/Abidjan: 225
Africa/Accra: 233
Africa/Addis_Ababa: 251
Africa/Asmera: 291
Africa/Bamako: 223
Africa/Bangui: 236
Africa/Banjul: 220
Africa/Blantyre: 265
Africa/Brazzaville: 242
Africa/Bujumbura: 257
Africa/Cairo: 20
Africa/Conakry: 224
Africa/Dakar: 221
Africa/Dar_es_Salaam: 255
Africa/Djibouti: 253
Africa/Douala: 237
Africa/Freetown: 232
Africa/Gaborone: 267
Africa/Harare: 263
Africa/Johannesburg: 27
Africa/Kampala: 256
Africa/Khartoum: 249
Africa/Kigali: 250
Africa/Kinshasa Africa/Lubumbashi: 243
Africa/Lagos: 234
Africa/Libreville: 241
Africa/Lome: 228
Africa/Luanda: 244
Africa/Lusaka: 260
Africa/Malabo: 240
Africa/Maputo: 258
Africa/Maseru: 266
Africa/Mbabane: 268
Africa/Mogadishu: 252
Africa/Nairobi: 211 254
Africa/Ndjamena: 235
Africa/Niamey: 227
Africa/Nouakchott: 222
Africa/Ouagadougou: 226
Africa/Porto-Novo: 229
Africa/Sao_Tome: 239
Africa/Tunis: 216
Africa/Windhoek: 264
America/Aruba: 297
America/Asuncion: 595
America/Belize: 501
America/Bogota: 57
America/Buenos_Aires: 54
America/Cancun America/Ciudad_Juarez America/Matamoros America/Mazatlan America/Mexico_City America/New_York America/Tijuana: 52
America/Caracas: 58
America/Cayenne: 594
America/Chicago: 505
America/Costa_Rica: 506
America/Curacao: 599
America/El_Salvador: 503
America/Godthab America/Thule: 299
America/Guadeloupe: 590
America/Guatemala: 502
America/Guayaquil Pacific/Galapagos: 593
America/Guyana: 592
America/Havana: 53
America/La_Paz: 591
America/Lima: 51
America/Manaus America/Noronha America/Rio_Branco America/Sao_Paulo: 55
America/Martinique: 596
America/Miquelon: 508
America/Montevideo: 598
America/Panama: 507
America/Paramaribo: 597
America/Port-au-Prince: 509
America/Santiago Pacific/Easter: 56
America/Tegucigalpa: 504
Arctic/Longyearbyen: 47
Asia/Aden: 967
Asia/Almaty Asia/Anadyr Asia/Irkutsk Asia/Krasnoyarsk Asia/Magadan Asia/Omsk Asia/Vladivostok Asia/Yakutsk Europe/Bucharest Europe/Moscow Europe/Samara: 7
Asia/Amman: 962
Asia/Ashgabat: 993
Asia/Baghdad: 964
Asia/Bahrain: 973
Asia/Baku: 994
Asia/Bangkok: 66
Asia/Beirut: 961
Asia/Bishkek: 996
Asia/Brunei: 673
Asia/Calcutta: 91
Asia/Choibalsan Asia/Hovd: 976
Asia/Colombo: 94
Asia/Damascus: 963
Asia/Dhaka: 880
Asia/Dili: 670
Asia/Dubai: 971
Asia/Dushanbe: 992
Asia/Ho_Chi_Minh: 84
Asia/Hong_Kong: 852
Asia/Jakarta Asia/Jayapura Asia/Makassar: 62
Asia/Jerusalem: 972
Asia/Kabul: 93
Asia/Karachi: 92
Asia/Katmandu: 977
Asia/Kuching: 60
Asia/Kuwait: 965
Asia/Manila: 63
Asia/Muscat: 968
Asia/Nicosia: 357
Asia/Phnom_Penh: 855
Asia/Qatar: 974
Asia/Rangoon: 95
Asia/Riyadh: 966
Asia/Seoul: 82 850
Asia/Shanghai: 853 86
Asia/Singapore: 65
Asia/Taipei: 886
Asia/Tashkent: 998
Asia/Tbilisi: 995
Asia/Tehran: 98
Asia/Thimphu: 975
Asia/Tokyo: 81
Asia/Vientiane: 856
Asia/Yerevan: 374
Atlantic/Azores Europe/Lisbon: 351
Atlantic/Canary Europe/Madrid: 34
Atlantic/Canary: 212
Atlantic/Cape_Verde: 238
Atlantic/Faeroe: 298
Atlantic/Reykjavik: 231 245 354
Atlantic/St_Helena: 247 290
Atlantic/Stanley: 500
Australia/Adelaide Australia/Brisbane Australia/Eucla Australia/Lord_Howe Australia/Perth Australia/Sydney Indian/Christmas Indian/Cocos: 61
Europe/Amsterdam: 31
Europe/Andorra: 376
Europe/Athens: 30
Europe/Belgrade: 381 383
Europe/Berlin: 49
Europe/Bratislava: 421
Europe/Brussels: 32
Europe/Bucharest: 218 370 371 372 40 970
Europe/Budapest: 36
Europe/Chisinau: 373
Europe/Copenhagen: 45
Europe/Gibraltar: 350
Europe/Guernsey: 353 44
Europe/Helsinki: 358
Europe/Istanbul: 90
Europe/Kyiv: 380
Europe/Ljubljana: 386
Europe/Luxembourg: 352
Europe/Malta: 356
Europe/Monaco: 377
Europe/Moscow: 375
Europe/Paris: 213 33
Europe/Podgorica: 382
Europe/Prague: 420
Europe/Rome: 39
Europe/San_Marino: 378
Europe/Sarajevo: 387
Europe/Skopje: 389
Europe/Sofia: 359
Europe/Stockholm: 46
Europe/Tirane: 355
Europe/Vaduz: 423
Europe/Vienna: 43
Europe/Warsaw: 48
Europe/Zagreb: 385
Europe/Zurich: 41
Indian/Antananarivo: 261
Indian/Chagos: 246
Indian/Comoro: 269
Indian/Mahe: 248
Indian/Maldives: 960
Indian/Mauritius: 230
Indian/Mayotte Indian/Reunion: 262
Pacific/Apia: 685
Pacific/Auckland Pacific/Chatham: 64
Pacific/Efate: 678
Pacific/Enderbury Pacific/Kiritimati Pacific/Tarawa: 686
Pacific/Fakaofo: 690
Pacific/Fiji: 679
Pacific/Funafuti: 688
Pacific/Gambier Pacific/Marquesas Pacific/Tahiti: 689
Pacific/Guadalcanal: 677
Pacific/Kosrae Pacific/Truk: 691
Pacific/Majuro: 692
Pacific/Nauru: 674
Pacific/Niue: 683
Pacific/Norfolk: 672
Pacific/Noumea: 687
Pacific/Palau: 680
Pacific/Port_Moresby: 675
Pacific/Rarotonga: 682
Pacific/Tongatapu: 676
Pacific/Wallis: 681
`
