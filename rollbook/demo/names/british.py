"""Names common in Britain and Ireland: children's, their parents', and surnames."""

from __future__ import annotations

GIRLS = (
    "Olivia Amelia Isla Ava Lily Ivy Freya Florence Willow Isabella Evie Grace Poppy Sophia Emily Daisy Phoebe Ella "
    "Rosie Sienna Evelyn Elsie Charlotte Matilda Harper Alice Jessica Millie Ruby Harriet Mia Eva Emma Erin Eliza "
    "Maisie Thea Ellie Lola Bonnie Robyn Luna Esme Penelope Chloe Imogen Violet Martha Nancy Heidi Lottie Eleanor "
    "Aria Orla Lucy Holly Hannah Zara Niamh Amber Georgia Molly Megan Abigail Bethany Keira Lacey Skye Darcey "
    "Summer Scarlett Hallie Beatrice Edith Mabel Margot Clara Arabella Ottilie Iris Elodie Lyra Autumn Tilly Aoife "
    "Ciara Roisin Anwen Cerys Seren Nia Mali Carys Tegan Libby Kayla Paige Leah Rebecca"
)
BOYS = (
    "Oliver George Arthur Noah Muhammad Leo Oscar Harry Archie Jack Henry Charlie Freddie Theodore Thomas Finley "
    "Theo Alfie Jacob William Isaac Tommy Joshua James Edward Lucas Max Harrison Logan Mason Ethan Albie Alexander "
    "Samuel Reuben Louie Rory Hugo Daniel Elijah Benjamin Joseph Arlo Teddy Sebastian Luca Roman Adam Jude Toby "
    "Hunter Riley Rowan Ralph Frederick Jaxon Ezra Stanley Jesse Otis Bobby Dylan Luke Nathan Callum Ryan Connor "
    "Liam Kian Jenson Kai Owen Rhys Evan Ieuan Osian Macsen Dafydd Tomos Cillian Fionn Declan Zachary Gabriel Felix "
    "Elliot Monty Wilfred Ronnie Vincent Caleb Blake Ellis Lewis Cameron Aiden Bradley Billy Frankie Matthew"
)
MOTHERS = (
    "Sarah Emma Claire Laura Rebecca Gemma Rachel Kelly Victoria Katherine Lisa Nicola Michelle Joanne Donna "
    "Samantha Amy Louise Hayley Stacey Natalie Danielle Kirsty Leanne Lindsay Charlotte Jennifer Hannah Helen Katie "
    "Zoe Lucy Catherine Vicky Jodie Carly Stephanie Jade Kerry Tracey Amanda Melissa Chantelle Natasha Lauren "
    "Heather Ruth Alison Sophie Jenna Becky Anna Fiona Siobhan Bethan Rhian"
)
FATHERS = (
    "David Paul Mark Andrew Richard Christopher James Daniel Matthew Lee Robert Stephen Michael Simon Gareth Adam "
    "Craig Jonathan Steven Darren Ian Stuart Neil Ryan Ben Thomas Martin Peter Anthony Kevin Jason Scott Philip "
    "Wayne Carl Luke Nathan Dean Graham Alan Gary Shaun Ross Tom Sam Liam Robin Joe Aaron Kieran Huw Rhodri Patrick "
    "Sean Damian Kris"
)
SURNAMES = (
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts "
    "Green Hall Wood Jackson Clarke Harrison Lewis Cooper Turner Ward Hill Moore Morris Clark Lee King Baker Harris "
    "Allen Morgan Scott Watson Parker Bennett Cook Shaw Carter Richardson Bailey Bell Collins Hughes Phillips "
    "Marshall Ellis Mitchell Adams Price Webb Simpson Chapman Mills Holmes Barnes Knight Palmer Powell Russell "
    "Butler Fisher Barker Stevens Dixon Fletcher Hunt Gibson Ford Harvey Mason Pearson Matthews Lloyd Rogers Wells "
    "Day Foster Graham Walsh Reynolds Saunders Atkinson Burton Hudson Andrews Lawrence Booth Armstrong Gardner "
    "Payne Bradley Spencer Rose Hawkins Cole Barrett Stone Francis Pearce Hart Woods Perry Tomlinson Gregory Dawson "
    "Brooks Cross Frost Holland Jennings Hodgson Nicholson Kirby Sutton Wheeler Lowe Burgess Parsons Austin "
    "Wilkinson Hopkins Wallis Skinner Tanner Thorpe Ashworth Entwistle Ramsbottom Hebblethwaite Satterthwaite "
    "Micklethwaite Oakley Pickering Thistlewood Winterbottom Bottomley Cartwright Dearing Fairclough Goodacre "
    "Hargreaves Ibbotson Jowett Kershaw Longbottom Marsden Naylor Openshaw Postlethwaite Quigley Rawcliffe "
    "Shuttleworth Tattersall Uttley Varley Whitehead Yates Blackwell Coates Dobson Eastwood Farrow Greenhalgh "
    "Heaton Illingworth Jagger Kitchen Lumb Mellor Nuttall Ogden Platt Redfern Stott Thwaite Underwood Vickers "
    "Wadsworth Ackroyd Beaumont Crabtree Dyson Earnshaw Firth Gledhill Holroyd Priestley"
)
IRISH_GIRLS = "Aoife Saoirse Caoimhe Niamh Ciara Róisín Éabha Fiadh Clodagh Sinéad Orlaith Maeve Bríd Gráinne"
IRISH_BOYS = "Oisín Fionn Cillian Darragh Conor Eoin Tadhg Ruairí Seán Pádraig Cormac Donnacha Fergal Lorcan"
IRISH_SURNAMES = (
    "Murphy Kelly O’Sullivan Walsh O’Brien Byrne Ryan O’Connor Doyle McCarthy Gallagher Doherty Kennedy Lynch "
    "Murray Quinn Brennan Connolly Daly Nolan Fitzgerald Casey Ó_Súilleabháin McGrath Maguire Duffy Kavanagh Joyce "
    "Ward McDonagh Connors Cash Delaney"
)
TRAVELLER_SURNAMES = "Connors Ward McDonagh Cash Doran Price Lee Boswell Smith Loveridge Heron Maughan"
COMMON_SURNAMES = " ".join(SURNAMES.split()[:40])
