"""Names common in families from the continent of Europe and from Latin America."""

from __future__ import annotations

POLISH_GIRLS = (
    "Zuzanna Julia Maja Zofia Hanna Lena Alicja Oliwia Wiktoria Natalia Aleksandra Małgorzata Gabriela Amelia Kinga "
    "Łucja"
)
POLISH_BOYS = (
    "Jakub Filip Szymon Antoni Kacper Mikołaj Wojciech Oskar Franciszek Igor Bartosz Michał Stanisław Łukasz "
    "Maksymilian Tymon"
)
POLISH_SURNAMES = (
    "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski "
    "Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawłowski Michalski Król Wieczorek "
    "Jabłoński Wróbel"
)
ROMANIAN_GIRLS = "Maria Sofia Andreea Ioana Elena Daria Anastasia Ștefania Bianca Alexia Denisa Mălina Raluca Eva"
ROMANIAN_BOYS = "David Matei Luca Andrei Ștefan Alexandru Gabriel Mihai Ionuț Rareș Darius Cristian Robert Vlad"
ROMANIAN_SURNAMES = (
    "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Moldovan Șerban Lungu "
    "Țurcanu Constantin Barbu Dinu Florea"
)
LITHUANIAN_GIRLS = "Ugnė Austėja Emilija Liepa Kamilė Gabija Viltė Urtė"
LITHUANIAN_BOYS = "Matas Lukas Jokūbas Nojus Dominykas Rokas Domas Kajus"
LITHUANIAN_SURNAMES = "Kazlauskas Petrauskas Jankauskas Stankevičius Butkus Žukauskas Navickas Urbonas Šimkus Balčiūnas"
PORTUGUESE_GIRLS = "Leonor Matilde Beatriz Carolina Mariana Inês Lara Benedita Luísa Iara"
PORTUGUESE_BOYS = "Tomás Rodrigo Martim Afonso Duarte Gonçalo João Tiago Miguel Simão"
PORTUGUESE_SURNAMES = (
    "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Gonçalves Fernandes Carvalho Araújo Conceição"
)
ITALIAN_GIRLS = "Giulia Aurora Ginevra Beatrice Chiara Martina Noemi Greta Alessia Sofia"
ITALIAN_BOYS = "Leonardo Francesco Lorenzo Mattia Edoardo Riccardo Matteo Nicolò Davide Tommaso"
ITALIAN_SURNAMES = "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco D’Angelo De_Luca Conti Gallo"
TURKISH_GIRLS = "Zeynep Elif Defne Ayşe Ceren Ecrin Melisa Azra İpek Naz"
TURKISH_BOYS = "Emir Yiğit Kerem Mert Efe Deniz Ömer Burak Çınar Can"
TURKISH_SURNAMES = "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Arslan Doğan Koç Kurt"
ALBANIAN_GIRLS = "Amelia Era Ajla Klea Sara Rea Dea Elisa"
ALBANIAN_BOYS = "Ardit Noel Aron Erion Drin Luan Besnik Klevis"
ALBANIAN_SURNAMES = "Hoxha Shehu Gjoni Krasniqi Berisha Gashi Morina Prifti Dervishi Leka"
UKRAINIAN_GIRLS = "Sofiia Anastasiia Mariia Anna Polina Yeva Zlata Daryna"
UKRAINIAN_BOYS = "Artem Maksym Dmytro Tymofii Matvii Nazar Bohdan Andrii"
UKRAINIAN_SURNAMES = "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliinyk Lysenko Melnyk Boiko Savchenko"
LATIN_GIRLS = "Valentina Camila Isabela Luciana Renata Ximena Paula Salomé"
LATIN_BOYS = "Santiago Mateo Thiago Emiliano Joaquín Nicolás Andrés Martín"
LATIN_SURNAMES = "García Rodríguez Gómez Restrepo Peña Vargas Quispe Herrera da_Silva Nascimento Souza Muñoz"
