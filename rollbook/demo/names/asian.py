"""Names common in families from South, East and South-East Asia."""

from __future__ import annotations

PAKISTANI_GIRLS = (
    "Aisha Zainab Fatima Maryam Hafsa Amina Iqra Zoya Alishba Hania Eshal Anaya Inaya Khadija Sumaiya Aleena Areeba "
    "Hira Mahnoor Minahil Noor Rabia Sana Sidra Laiba Zara Safa Ayesha Humaira Mehreen"
)
PAKISTANI_BOYS = (
    "Muhammad Mohammed Ibrahim Yusuf Hamza Zayn Ayaan Rayyan Ali Hassan Husnain Usman Umar Bilal Abdullah Zakariya "
    "Musa Haris Faizan Subhan Eesa Danyal Ismail Adeel Saad Talha Rehan Shayan Zain Haider"
)
PAKISTANI_MOTHERS = (
    "Shazia Nadia Samina Saima Rukhsana Farah Nazia Uzma Tahira Sadia Yasmin Shabnam Rubina Asma Fozia Kiran Noreen "
    "Parveen"
)
PAKISTANI_FATHERS = (
    "Imran Tariq Asif Nadeem Zahid Khalid Shahid Waqar Sajid Javed Amjad Rashid Kashif Faisal Arshad Naveed Shabir "
    "Tahir"
)
PAKISTANI_SURNAMES = (
    "Khan Hussain Ahmed Ali Mahmood Akhtar Iqbal Malik Shah Butt Mirza Qureshi Chaudhry Rashid Aslam Bashir Raja "
    "Sheikh Siddiqui Zaman Nawaz Rafiq Saleem Hanif Arif Dar Bhatti Ashraf Younis Riaz"
)
BANGLADESHI_GIRLS = (
    "Tahmina Nusrat Sadia Tasnim Afia Maisha Raisa Sumaiya Anika Jannat Nabila Fahmida Farzana Ruqayyah Halima Safiyah"
)
BANGLADESHI_BOYS = (
    "Rahim Tanvir Fahim Mahdi Sabbir Nafis Ridwan Tahsin Arman Ishaq Yahya Adnan Mahir Samiul Rafi Shafin"
)
BANGLADESHI_SURNAMES = (
    "Begum Uddin Miah Islam Rahman Chowdhury Hoque Khatun Ahmed Alam Choudhury Haque Hossain Karim Sultana Talukdar "
    "Sarkar Mia Kabir Ullah"
)
HINDU_GIRLS = (
    "Diya Anaya Aanya Priya Riya Isha Kavya Saanvi Meera Anjali Nisha Pooja Shreya Tara Ananya Mira Aarohi Krisha "
    "Jiya Trisha"
)
HINDU_BOYS = (
    "Aarav Vihaan Arjun Krish Rohan Aditya Dev Ishaan Kiran Nikhil Rahul Veer Shaan Jay Om Yash Reyansh Dhruv Neel Sai"
)
HINDU_SURNAMES = (
    "Patel Shah Sharma Mehta Desai Joshi Gupta Mistry Parmar Solanki Chauhan Reddy Nair Iyer Menon Rao Kumar Verma "
    "Agarwal Thakur Vyas Pillai"
)
SIKH_GIRLS = "Simran Jasleen Harleen Avneet Kiran Gurleen Manpreet Navdeep Jasmin Amrit Ravneet Prabhleen Sahib Kirpal"
SIKH_BOYS = "Arjan Gurdeep Harjot Jasdeep Karan Manveer Ranveer Sukhdeep Amandeep Taran Fateh Zorawar Avtar Jeevan"
SIKH_SURNAMES = (
    "Singh Kaur Gill Sandhu Dhillon Sidhu Grewal Bains Johal Sahota Atwal Dhaliwal Mann Sangha Bhogal Virdee Kalsi"
)
TAMIL_GIRLS = "Kaviya Nila Thanuja Abirami Yazhini Maya Sruthi Dharshini Luxmi Piriya"
TAMIL_BOYS = "Kavin Ashwin Pranav Haran Nivethan Sanjay Vithushan Aathavan Karthik Mugilan"
TAMIL_SURNAMES = (
    "Sivakumar Thevarajah Balasubramaniam Kanagaratnam Rajendran Selvaratnam Yogeswaran Nadarajah Krishnamoorthy "
    "Arulanantham"
)
VIETNAMESE_GIRLS = "Linh Thảo Ngọc Hương Mai Trâm Quỳnh Ánh Thu Vy"
VIETNAMESE_BOYS = "Minh Đức Huy Nam Tuấn Khôi Phúc Long Bảo Quân"
VIETNAMESE_SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ"
FILIPINO_GIRLS = "Angel Althea Princess Bea Jasmine Samantha Kyla Nicole Trisha Czarina"
FILIPINO_BOYS = "Angelo Gabriel Nathaniel Joshua Jericho Miguel Paolo Rafael Kian Emmanuel"
FILIPINO_SURNAMES = "Santos Reyes Cruz Bautista Garcia Mendoza Villanueva Dela_Cruz Aquino Ramos Flores Castillo"
NEPALI_GIRLS = "Asmita Prasansa Sushma Anjila Sneha Rojina Bipana Kritika"
NEPALI_BOYS = "Bibek Prabin Sujan Aayush Nischal Rohit Suraj Pratik"
NEPALI_SURNAMES = "Gurung Rai Limbu Thapa Magar Shrestha Tamang Pun Adhikari Ghale"
CHINESE_GIRLS = "Mei Xinyi Yuxuan Chloe Vivian Ella Zihan Hoi-Ching Tsz-Yan Wing-Lam Jasmine Yutong"
CHINESE_BOYS = "Haoran Jayden Yichen Lok-Yin Tsz-Hin Ka-Ho Wei Ethan Jun Anson Zimo Chun-Hei"
CHINESE_SURNAMES = "Chen Wang Li Zhang Liu Wong Chan Cheung Lau Leung Ng Ho Lam Yip Tsang Xu Huang Lin Zhao Kwok"
