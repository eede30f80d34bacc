using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Model;
using FastMf.Recommending;
using FastMf.Training;

// Ids are text or numbers, as the file has them; a header, gzip and the format are recognized.
RatingMatrix ratings = RatingReader.Read("ratings.csv").Ratings;
TrainingResult result = new AlsTrainer(new AlsOptions { Rank = 32, Seed = 1 }).Train(ratings);
using MfModel model = result.Model;

Prediction prediction = model.Predict("1", "260");
Console.WriteLine($"User 1 would give item 260 {prediction.Value:F1} stars ({prediction.Basis}).");

// What a user has rated is left out of his list; a user the model does not know gets the most popular items.
using var recommender = new Recommender(model, ratings);
var list = new ScoredItem[10];
int found = recommender.Recommend("1", list).Count;
foreach (ScoredItem item in list.AsSpan(0, found))
{
    Console.WriteLine($"{model.Items.GetId(item.Item.Value)} {item.Score:F2}");
}
