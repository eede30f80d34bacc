using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Hosting;
using FastMf.Recommending;
using FastMf.Training;

// Now and then: train and save. The file's name never stands for half a model.
RatingMatrix ratings = RatingReader.Read(args[0]).Ratings;
new AlsTrainer(new AlsOptions { Rank = 16 }).Train(ratings).Model.Save(args[1]);

// All day: serve. The file is mapped, and replaced as soon as a newer one has its name.
using var host = new ModelHost(new ModelHostOptions { Path = args[1], Rated = ratings });
using ModelLease lease = host.Acquire("recommend");
var list = new ScoredItem[5];
RecommendationResult found = lease.Recommender.Recommend(args[2], list);
Console.WriteLine($"{found.Count} items by {found.Basis}");
foreach (ScoredItem entry in list.AsSpan(0, found.Count))
    Console.WriteLine($"{lease.Model.Items.GetId(entry.Item.Value)} {entry.Score:F2}");
