"""Names common in families from Africa, the Caribbean and the Middle East."""

from __future__ import annotations

NIGERIAN_GIRLS = (
    "Temitope Oluwaseun Ayomide Chidinma Adaeze Ngozi Folake Simisola Oluwadarasimi Ifeoma Ebunoluwa Amara Kehinde "
    "Precious Blessing Favour Adesuwa Morayo Ireoluwa Zikora"
)
NIGERIAN_BOYS = (
    "Oluwatobi Ayomide Chukwuemeka Tobenna David Emmanuel Samuel Daniel Kelechi Babatunde Taiwo Ikenna Olamide "
    "Ademola Eniola Joshua Obinna Tomiwa Somto Fiyinfoluwa"
)
NIGERIAN_SURNAMES = (
    "Adeyemi Okafor Adebayo Okonkwo Ogunleye Balogun Eze Nwosu Olawale Adewale Ibrahim Akinola Obi Oyelaran Chukwu "
    "Ogunbanjo Afolabi Onyekachi Bello Uche Ojo Idowu"
)
GHANAIAN_GIRLS = "Akosua Ama Abena Esi Adwoa Efua Yaa Nana Maame Serwaa Gifty Priscilla"
GHANAIAN_BOYS = "Kwame Kofi Kwabena Yaw Kwaku Nana Ebo Kojo Papa Elikem Caleb Reginald"
GHANAIAN_SURNAMES = (
    "Mensah Owusu Boateng Asante Osei Appiah Agyeman Darko Amoah Opoku Addo Frimpong Ofori Antwi Quaye Tetteh"
)
SOMALI_GIRLS = "Hodan Ayaan Sahra Fadumo Hibaq Ilhan Nasra Ifrah Khadra Samira Ubah Maryan Hamdi Sagal"
SOMALI_BOYS = (
    "Abdirahman Mohamed Abdullahi Liban Zakaria Mahad Yonis Sharmarke Guled Ayanle Bashir Khalid Idris Warsame"
)
SOMALI_SURNAMES = "Mohamed Ali Abdi Hassan Warsame Farah Jama Osman Nur Yusuf Isse Hersi Aden Duale Ismail Omar"
CONGOLESE_GIRLS = "Grâce Divine Merveille Exaucée Gloria Ruth Naomi Deborah Plamedi Jemima"
CONGOLESE_BOYS = "Dieumerci Jordan Christ Exaucé Nathan Jérémie Josué Prince Glody Élie"
CONGOLESE_SURNAMES = "Mukendi Kabongo Ilunga Tshimanga Mbuyi Kalala Lukusa Ngoy Mutombo Makiese"
ERITREAN_GIRLS = "Selam Bethlehem Rahel Hiwet Liya Feven Yordanos Eden Salem Winta"
ERITREAN_BOYS = "Abel Natnael Yonas Dawit Filmon Aman Henok Robel Nahom Biniam"
ERITREAN_SURNAMES = "Tesfay Haile Gebremedhin Kidane Berhane Habte Weldu Mehari Tekle Ghebre"
ZIMBABWEAN_GIRLS = "Tinotenda Rutendo Nokutenda Anotida Tanaka Chiedza Thandeka Nomvula Makanaka Ruvarashe"
ZIMBABWEAN_BOYS = "Tinashe Tadiwanashe Munashe Takudzwa Tawanda Kudzai Sibusiso Mandla Tapiwa Panashe"
ZIMBABWEAN_SURNAMES = "Moyo Ncube Dube Sibanda Chikwanha Mutasa Ndlovu Chigumba Mapfumo Nkomo"
CARIBBEAN_GIRLS = "Aaliyah Tiana Shanice Renée Kezia Amani Nevaeh Zariah Leilani Imani Kiara Jada Tamia Anaïs"
CARIBBEAN_BOYS = "Jayden Tyrese Malachi Kymani Zion Rio Isaiah Tre Marley Khalil Jermaine Romario Andre Kyan"
CARIBBEAN_SURNAMES = (
    "Campbell Brown Grant Gordon Henry Francis Reid Clarke Thomas Bailey Powell Stewart Bryan Lewin Samuels "
    "Morrison Blake Pinnock Facey Wint"
)
ARABIC_GIRLS = "Layan Salma Nour Yasmin Rania Sara Leen Maya Jana Tala Ghazal Hala Malak Farah Dana Shahd"
ARABIC_BOYS = "Ahmed Omar Yousef Karim Adam Khaled Mahmoud Ziad Tarek Ibrahim Sami Rami Anas Faisal Hadi Qais"
ARABIC_SURNAMES = (
    "Al-Masri El-Sayed Haddad Mansour Al-Hassan Khalil Nasser Saleh Al-Rashid Bakr Aziz Hamdan Jaber Qasim Sabbagh "
    "Shaheen Darwish Al-Khatib Najjar Ben_Yahia"
)
KURDISH_GIRLS = "Rojin Zilan Hêlîn Berivan Dilan Shilan Avin Nazê"
KURDISH_BOYS = "Aras Baran Hiwa Rebin Zana Soran Diyar Azad"
KURDISH_SURNAMES = "Karim Rashid Hama Amin Barzani Othman Salih Mahmoud Kaya Demir"
IRANIAN_GIRLS = "Parisa Shirin Niloufar Ava Kimia Setayesh Roya Tina"
IRANIAN_BOYS = "Arash Kian Dariush Parsa Arshia Sina Amir Nima"
IRANIAN_SURNAMES = "Ahmadi Hosseini Karimi Rezaei Moradi Sadeghi Jafari Rahimi Tehrani Shirazi"
AFGHAN_GIRLS = "Zahra Marwa Shabana Husna Nargis Sahar Sumaya Freshta"
AFGHAN_BOYS = "Mustafa Edris Farhad Omid Yasin Elyas Navid Hamid"
AFGHAN_SURNAMES = "Ahmadzai Noori Stanikzai Popal Sherzai Wardak Amiri Safi Rahimi Zadran"
